using System.Security.Cryptography;
using Debate.Core;
using Debate.Storage;
using Microsoft.Data.Sqlite;

namespace Debate.Grains.Tests.Journals;

/// <summary>A folder for one test, deleted after it; its name has characters that are legal in a path but not in an address.</summary>
internal sealed class JournalFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("journal %41 #é ");

    public string Name => _folder.FullName;

    public string File => Path.Combine(Name, SqliteJournal.FileName);

    /// <summary>Keeps the journal locked, as another process would in the middle of a commit.</summary>
    public async Task<SqliteConnection> LockAsync()
    {
        var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await RunAsync(connection, "BEGIN IMMEDIATE");
        return connection;
    }

    /// <summary>Runs SQL on the file.</summary>
    public async Task RunAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync();
        await RunAsync(connection, sql);
    }

    /// <summary>The names and bytes of all files.</summary>
    public string[] Content() =>
        [.. _folder.GetFiles().OrderBy(f => f.Name, StringComparer.Ordinal).Select(f => $"{f.Name} {f.LastWriteTimeUtc:O} {Digest(f)}")];

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Digest(FileInfo file) => Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(file.FullName)));

    private static async Task RunAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
