namespace Debate.Storage;

/// <summary>
/// Tells those who listen when a journal file may have changed, whoever wrote it. While somebody listens, the sizes and times of the file
/// and its write-ahead log are looked at ten times a second, which reads neither; else nothing happens. (File notifications would save
/// that, but not every file system has them, and a process may hold only so many.)
/// </summary>
internal sealed class FileChanges(string path)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    /// <summary>Two writes within the clock tick of a file system leave one time, so a file written so recently counts as changed.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly List<Action> _listeners = [];
    private Timer? _timer;
    private FileStamps _seen;

    /// <summary>Calls back after changes until disposal.</summary>
    public IAsyncDisposable Listen(Action changed)
    {
        lock (_gate)
        {
            _listeners.Add(changed);
            if (_timer is null) (_seen, _timer) = (ReadStamps(), new(_ => Look(), null, Interval, Interval));
        }
        return new Listener(this, changed);
    }

    private void Look()
    {
        var now = ReadStamps();
        lock (_gate)
        {
            if (now == _seen && !now.IsRecent) return;
            _seen = now;
            foreach (var listener in _listeners) listener();
        }
    }

    private void Remove(Action changed)
    {
        lock (_gate)
        {
            _listeners.Remove(changed);
            if (_listeners.Count > 0) return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    private FileStamps ReadStamps()
    {
        var (file, log) = (new FileInfo(path), new FileInfo($"{path}-wal"));
        return new(
            file.Exists ? file.Length : -1, log.Exists ? log.Length : -1, file.Exists ? file.LastWriteTimeUtc : default,
            log.Exists ? log.LastWriteTimeUtc : default);
    }

    private readonly record struct FileStamps(long Length, long LogLength, DateTime Written, DateTime LogWritten)
    {
        public bool IsRecent => DateTime.UtcNow - (Written > LogWritten ? Written : LogWritten) < Recent;
    }

    private sealed class Listener(FileChanges changes, Action changed) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            changes.Remove(changed);
            return ValueTask.CompletedTask;
        }
    }
}
