using Debate.Deliberation.Engine;
using static Debate.Deliberation.Engine.ProgramEnd;

namespace Debate.Programs.Tests;

/// <summary>Programs in Python under bubblewrap, honest and hostile ones.</summary>
public sealed class PythonTests
{
    private const double MaxGrowth = 20;

    private static readonly ProgramLimits Low = TestPrograms.Low with { Seconds = 1 };

    /// <summary>Name, program, the ends of which it must have one, and what it must not print.</summary>
    private static readonly (string Name, string Source, ProgramEnd[] Ends)[] Attacks =
    [
        ("loop that ignores signals", "import signal\nfor s in range(1, 32):\n    try: signal.signal(s, signal.SIG_IGN)\n    except OSError: pass\nwhile True: pass", [TooLong]),
        ("sleep", "import time\ntime.sleep(1000)", [TooLong]),
        ("memory", "x = bytearray(10**9)", [TooMuchMemory]),
        ("growing list", "a = []\nwhile True: a.append('x' * 100000)", [TooMuchMemory]),
        ("text doubling", "s = 'x'\nwhile True: s += s", [TooMuchMemory]),
        ("recursion", "def f(): return f() + 1\nf()", [Failed]),
        ("deep recursion", "import sys\nsys.setrecursionlimit(200000)\ndef f(): return f() + 1\nf()", [Failed, TooMuchMemory, TooLong]),
        ("regular expression", "import re\nre.match('(a+)+$', 'a' * 50 + 'b')", [TooLong]),
        ("nested source", "x = " + new string('(', 5000) + "1" + new string(')', 5000), [Failed, TooMuchMemory]),
        ("output", "while True: print('flood' * 100)", [TooMuchOutput]),
        ("one line of output", "print('x' * 10**7)", [TooMuchOutput]),
        ("errors", "import sys\nfor _ in range(5000): sys.stderr.write('x' * 1000)", [Done]),
        ("forks, fifty at most", "import os\nn = 0\nfor _ in range(50):\n    try:\n        if os.fork() == 0: os._exit(0)\n        n += 1\n    except OSError: pass\nassert n == 0, n", [Done]),
        ("threads", "import threading\nthreading.Thread(target=print).start()", [Failed]),
        ("a process", "import subprocess\nsubprocess.run(['/usr/bin/id'])", [Failed]),
        ("zombies", "import os\nos.posix_spawn('/usr/bin/true', ['true'], {})", [Failed]),
        ("another program in its place", "import os\nos.execv('/usr/bin/sleep', ['sleep', '1000'])", [TooLong]),
        ("file of passwords", "open('/etc/passwd').read()", [Failed]),
        ("homes", "import os\nassert not os.path.exists('/root') and not os.path.exists('/home') and not os.path.exists('/proc/1')", [Done]),
        ("file", "open('/tmp/x', 'w').write('x')", [Failed]),
        ("file at the root", "open('/x', 'w').write('x')", [Failed]),
        ("shared memory", "open('/dev/shm/x', 'w').write('x')", [Failed]),
        ("memory as a file", "import os\nos.memfd_create('x')", [Failed]),
        ("the system's files", "open('/usr/bin/id', 'r+b')", [Failed]),
        ("network", "import socket\nsocket.create_connection(('127.0.0.1', 80), 1)", [Failed]),
        ("names", "import socket\nsocket.gethostbyname('localhost')", [Failed, Done]),
        ("signals to others", "import os\nos.kill(1, 9)", [Failed, Done]),
        ("signals to all", "import os\nos.kill(-1, 9)", [Failed, TooMuchMemory, TooLong]),
        ("signal to itself", "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)", [Failed]),
        ("crash", "import ctypes\nctypes.string_at(0)", [Failed]),
        ("another user", "import os\nos.setuid(0)", [Failed]),
        ("mount", "import ctypes\nassert ctypes.CDLL(None).mount(b'/', b'/', b'tmpfs', 0, None) == 0", [Failed]),
        ("name space", "import ctypes\nassert ctypes.CDLL(None).unshare(0x10000000) == 0", [Failed]),
        ("higher limits", "import resource\nresource.setrlimit(resource.RLIMIT_AS, (-1, -1))", [Failed]),
        ("end", "import sys\nsys.exit('enough')", [Failed]),
        ("end at once", "import os\nos._exit(3)", [Failed]),
        ("closing everything", "import os\nos.closerange(0, 100)\nprint('x')", [Failed, Done]),
        ("throwing str", "class A:\n    def __str__(self): raise ValueError('no')\nprint(A())", [Failed]),
        ("half characters", "print('\\ud800')", [Failed, Done]),
        ("null character", "x = '\0'", [Failed]),
        ("no program", "Here is what I think: 42", [Failed]),
        ("environment", "import os\nassert set(os.environ) <= {'PYTHONHASHSEED', 'PYTHONUTF8', 'LC_ALL', 'PWD'}, dict(os.environ)", [Done]),
    ];

    [Fact]
    public async Task Every_attack_ends_as_a_result_and_this_process_keeps_its_memory()
    {
        await using var programs = TestPrograms.CreatePython(Low);
        Assert.Equal(new(Done, "42"), await RunAsync(programs, "print(6 * 7)"));
        var before = TestPrograms.MeasureMemory();
        var wrong = new List<string>();
        foreach (var (name, source, ends) in Attacks)
        {
            var result = await RunAsync(programs, source);
            if (!ends.Contains(result.End)) wrong.Add($"{name}: {result}");
            else if (result.End != Done && string.IsNullOrEmpty(result.Error)) wrong.Add($"{name}: it does not say why: {result}");
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.Equal(new(Done, "42"), await RunAsync(programs, "print(6 * 7)"));
        Assert.InRange(TestPrograms.MeasureMemory() - before, -1000, MaxGrowth);
    }

    [Fact]
    public async Task A_program_reads_its_input_and_follows_from_its_seed()
    {
        await using var programs = TestPrograms.CreatePython();
        const string source = """
            import random, sys
            print(input(), sys.stdin.read().split())
            print(random.random(), hash("a"), list({"a", "b", "c", "d"}), 0.1 + 0.2, float("nan"), "äöü 漢字 🙂")
            """;
        var call = new ProgramCall(ProgramCall.Python, source, "first line\nand the\nrest") { Seed = 7 };
        var first = await programs.RunAsync(new("a"), call, default);
        Assert.Equal(Done, first.End);
        Assert.StartsWith("first line ['and', 'the', 'rest']\n", first.Output);
        Assert.EndsWith("0.30000000000000004 nan äöü 漢字 🙂", first.Output);
        Assert.Equal(first, await programs.RunAsync(new("b"), call, default));
        Assert.NotEqual(first, await programs.RunAsync(new("a"), call with { Seed = 8 }, default));
    }

    [Fact]
    public async Task Cancelling_ends_the_program()
    {
        await using var programs = TestPrograms.CreatePython(ProgramLimits.Default with { Seconds = 300 });
        using var stop = new CancellationTokenSource();
        var running = programs.RunAsync(new("a"), new(ProgramCall.Python, "while True: pass"), stop.Token);
        stop.CancelAfter(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience.Long));
    }

    private static Task<ProgramResult> RunAsync(ProcessPrograms programs, string source) =>
        programs.RunAsync(source, language: ProgramCall.Python);
}
