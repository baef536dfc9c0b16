namespace Debate.Rewards.Tests;

/// <summary>The files of ICU-Sepsis.</summary>
internal static class IcuSepsisData
{
    /// <summary>The text of a file.</summary>
    public static string Read(string file) => SharedData.Read($"icu-sepsis/{file}");
}
