using System.Text.Json;
using Debate.Deliberation.Engine;

namespace Debate.Silo.Web.Runs;

/// <summary>An entry of a run's journal, as lists and events have it.</summary>
/// <param name="Run">The run.</param>
/// <param name="Sequence">Its number, from 0.</param>
/// <param name="Path">The path of the effect in its protocol.</param>
/// <param name="Time">When it was sealed.</param>
/// <param name="Hash">64 hexadecimal digits of SHA-256 over the entry and the hash before it.</param>
/// <param name="Entry">What happened; its field kind says what.</param>
public sealed record EntryLine(string Run, long Sequence, string Path, DateTimeOffset Time, string Hash, EntryBody Entry);

/// <summary>The data of an event of a run: an entry, or at the end (event <c>end</c>) the run's summary.</summary>
public sealed record RunEvent(EntryLine? Entry, RunSummary? End);
