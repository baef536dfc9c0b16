#!/usr/bin/env bash
# The topology of docker-compose.yml as plain processes on loopback: redis-server and SILOS silos, from a fresh clone with one command.
#     deploy/local.sh up [SILOS]     builds, starts, waits until all are ready, tells where they are
#     deploy/local.sh status
#     deploy/local.sh down           drains and stops everything that it started
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
state=${DEBATE_LOCAL:-$root/.debate/local}
port=${DEBATE_REDIS_PORT:-6390}
tool=$root/client/Debate.Cli/bin/Release/net10.0/debate

fail() { echo "local.sh: $1" >&2; exit 1; }
alive() { [ -f "$state/$1.pid" ] && kill -0 "$(cat "$state/$1.pid")" 2> /dev/null; }
names() { find "$state" -name '*.pid' -exec basename {} .pid \; 2> /dev/null | sort -r; }
launch() { # NAME CMD...: runs it in the background; its log and its pid file are in $state
    local name=$1; shift
    nohup setsid "$@" > "$state/$name.log" 2>&1 < /dev/null &
    echo $! > "$state/$name.pid"
}
until_ready() { # NAME CHECK...
    local name=$1; shift
    for _ in $(seq 600); do
        "$@" > /dev/null 2>&1 && return
        alive "$name" || { tail -5 "$state/$name.log" >&2; fail "$name ended before it was ready; its log is $state/$name.log"; }
        sleep 0.1
    done
    fail "$name is not ready after a minute; its log is $state/$name.log"
}
is_ready() { [ -s "$state/$1/url" ] && curl -sf "$(cat "$state/$1/url")/health/ready"; }

up() {
    local silos=${1:-2}
    [[ $silos =~ ^[1-9][0-9]?$ ]] || fail "SILOS '$silos': it must be a number from 1 to 99"
    for program in redis-server redis-cli curl dotnet; do command -v "$program" > /dev/null || fail "$program is not installed"; done
    [ -z "$(names)" ] || fail "something runs already; see 'deploy/local.sh status'"
    dotnet build "$root/client/Debate.Cli" -c Release -v q -nologo > /dev/null
    mkdir -p "$state/redis"
    launch redis redis-server --bind 127.0.0.1 --port "$port" --dir "$state/redis" --appendonly yes --appendfsync always
    until_ready redis redis-cli -p "$port" ping
    for i in $(seq "$silos"); do
        rm -f "$state/silo-$i/url"
        launch "silo-$i" "$tool" serve --urls http://127.0.0.1:0 --cluster "redis://127.0.0.1:$port" --data "$state/silo-$i" \
            --config "${DEBATE_CONFIG:-$root/deploy/debate.yaml}"
    done
    for i in $(seq "$silos"); do until_ready "silo-$i" is_ready "silo-$i"; done
    status
}
status() {
    [ -n "$(names)" ] || { echo "nothing runs"; return; }
    for name in $(names); do
        printf '%-8s %-8s %s\n' "$name" "$(alive "$name" && echo runs || echo died)" "$(cat "$state/$name/url" 2> /dev/null || true)"
    done
}
down() { # silos first, because they drain into Redis
    for name in $(names); do
        if alive "$name"; then
            kill "$(cat "$state/$name.pid")"
            for _ in $(seq 600); do alive "$name" || break; sleep 0.1; done
            alive "$name" && fail "$name does not stop"
        fi
        rm "$state/$name.pid"
    done
    echo "everything is down; the journal stays in $state"
}

case ${1:-} in
    up) shift; up "$@" ;;
    status | down) "$1" ;;
    *) sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
esac
