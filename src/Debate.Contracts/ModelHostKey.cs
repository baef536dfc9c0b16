using Orleans.Runtime;

namespace Debate.Contracts;

/// <summary>
/// Keys of <see cref="IModelHostGrain"/>: a model's configured name for any silo that hosts it, "NAME at SILO" for one particular silo.
/// </summary>
public static class ModelHostKey
{
    private const string Separator = " at ";

    /// <summary>Creates the key of a model's host on one silo.</summary>
    public static string Create(string model, SiloAddress silo) => $"{model}{Separator}{silo.ToParsableString()}";

    /// <summary>Parses a key into its model and silo; the silo is null if the key names none.</summary>
    public static (string Model, SiloAddress? Silo) Parse(string key)
    {
        var cut = key.LastIndexOf(Separator, StringComparison.Ordinal);
        return cut < 0 ? (key, null) : (key[..cut], SiloAddress.FromParsableString(key[(cut + Separator.Length)..]));
    }
}
