namespace Debate.Grains.Journals;

static class JournalTuning
{
    public static readonly int PageSize = int.Parse(Environment.GetEnvironmentVariable("J_PAGE") ?? "4096");
    public static readonly string Pragmas = $"PRAGMA synchronous = {Environment.GetEnvironmentVariable("J_SYNC") ?? "FULL"}; PRAGMA fullfsync = ON; PRAGMA wal_autocheckpoint = {Environment.GetEnvironmentVariable("J_CKPT") ?? "1000"}; PRAGMA cache_size = {Environment.GetEnvironmentVariable("J_CACHE") ?? "-16000"};";
}
