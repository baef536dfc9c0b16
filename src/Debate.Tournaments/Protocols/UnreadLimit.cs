using Debate.Deliberation;

namespace Debate.Tournaments.Protocols;

/// <summary>How much of a result was read.</summary>
public enum ReadExtent
{
    /// <summary>Enough: fewer verdicts than the limit allows are unread.</summary>
    Enough,

    /// <summary>A part of it: the limit is reached.</summary>
    Partial,

    /// <summary>None of it.</summary>
    Nothing,
}

/// <summary>
/// The share of the questions of an evaluation, or of the debates of a tournament, from which on replies that were not read make its result
/// partial: it is journaled with the run's options, so that whoever prints the run again applies the same.
/// </summary>
public static class UnreadLimit
{
    /// <summary>The name of the option.</summary>
    public const string Option = "max-unread";

    /// <summary>The share where none is given.</summary>
    public const double Default = 0.05;

    /// <summary>What the option does.</summary>
    public const string Meaning = "From which share of unread deciding replies on the result is partial.";

    /// <summary>How much was read of groups of verdicts, such as those of each variant of an evaluation.</summary>
    /// <param name="groups">The verdicts; a group without any counts for nothing.</param>
    /// <param name="limit">The share, in [0, 1], that no group may reach; a group of which everything was read never reaches it.</param>
    public static ReadExtent Measure(IEnumerable<IEnumerable<Verdict>> groups, double limit)
    {
        var counts = groups.Select(g => g.ToArray()).Where(g => g.Length > 0).Select(g => (All: g.Length, Unread: g.Count(v => v.IsUnread)))
            .ToArray();
        if (counts.Length > 0 && counts.All(c => c.Unread == c.All)) return ReadExtent.Nothing;
        return counts.Any(c => c.Unread > 0 && c.Unread >= limit * c.All) ? ReadExtent.Partial : ReadExtent.Enough;
    }
}
