using System.Security.Cryptography;
using System.Text;

namespace Debate.Tournaments;

/// <summary>
/// A part of a page that a script of ours makes out of data in the page. The page's content security policy names the script by its hash:
/// no other runs, and none asks anybody for anything.
/// </summary>
/// <param name="Name">The name of its files under Reports/Viewer, and of the element that holds its data.</param>
/// <param name="Markup">Its markup without the data; our own, nothing of a user or a model.</param>
/// <param name="Data">
/// The data: JSON in which every character with a meaning in HTML is escaped (<see cref="ArgumentException"/> otherwise).
/// </param>
public sealed record PageViewer(string Name, string Markup, string Data)
{
    /// <summary>The data, which cannot end the element that holds them.</summary>
    public string Data { get; } = Data.AsSpan().ContainsAny('<', '>', '&')
        ? throw new ArgumentException("data of a page hold no <, > or &", nameof(Data)) : Data;

    /// <summary>The script.</summary>
    public string Script => Load($"{Name}.js");

    /// <summary>The style sheet.</summary>
    public string Style => Load($"{Name}.css");

    /// <summary>The source expression by which a content security policy allows the script, such as <c>'sha256-...'</c>.</summary>
    public string ScriptSource => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Script)))}'";

    private static string Load(string file)
    {
        using var stream = typeof(PageViewer).Assembly.GetManifestResourceStream($"viewer/{file}")
            ?? throw new InvalidOperationException($"there is no viewer/{file}");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
