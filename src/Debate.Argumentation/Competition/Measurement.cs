using System.Globalization;
using Debate.Argumentation.Formats;
using Debate.Core.Input;

namespace Debate.Argumentation.Competition;

/// <summary>One run of a solver on one problem of one instance: a row of the benchmark's CSV file.</summary>
public sealed record Measurement
{
    /// <summary>The answer of a run that was killed at its time limit.</summary>
    public const string TimedOut = "timeout";

    /// <summary>The answer of a run that failed or printed no answer.</summary>
    public const string Failed = "error";

    private const int ColumnCount = 12;

    /// <summary>The header line of the file.</summary>
    public const string Header = "solver,task,instance,argument,arguments,attacks,left,answer,cpu_ms,wall_ms,timeout_s,certificate";

    /// <summary>File name of the solver.</summary>
    public required string Solver { get; init; }

    /// <summary>The problem, such as DC-CO.</summary>
    public required string Task { get; init; }

    /// <summary>File name of the instance.</summary>
    public required string Instance { get; init; }

    /// <summary>The argument of the query; empty if it has none.</summary>
    public string Argument { get; init; } = "";

    /// <summary>Number of arguments.</summary>
    public int Arguments { get; init; }

    /// <summary>Number of attacks.</summary>
    public int Attacks { get; init; }

    /// <summary>Arguments that the grounded labelling leaves undecided.</summary>
    public int Left { get; init; }

    /// <summary>YES, NO, set, a number, <see cref="TimedOut"/> or <see cref="Failed"/>.</summary>
    public required string Answer { get; init; }

    /// <summary>User plus system time of the process, milliseconds.</summary>
    public double CpuMs { get; init; }

    /// <summary>Time from start to end, milliseconds.</summary>
    public double WallMs { get; init; }

    /// <summary>CPU time limit, seconds.</summary>
    public double TimeoutS { get; init; }

    /// <summary>proved, unproved, rejected, or empty if the answer was not checked.</summary>
    public string Certificate { get; init; } = "";

    /// <summary>Whether the run ended with an answer.</summary>
    public bool IsSolved => Answer is not (TimedOut or Failed);

    /// <summary>The row of the file.</summary>
    /// <param name="isRaw">Whether cells are written as they are, also those that a spreadsheet would compute.</param>
    public string ToCsv(bool isRaw = false) => isRaw ? Csv.FormatRawRecord(Cells) : Csv.FormatRecord(Cells);

    private string[] Cells =>
    [
        Solver, Task, Instance, Argument, FormatNumber(Arguments), FormatNumber(Attacks), FormatNumber(Left), Answer,
        CpuMs.ToString("0.000", CultureInfo.InvariantCulture), WallMs.ToString("0.000", CultureInfo.InvariantCulture),
        FormatNumber(TimeoutS), Certificate,
    ];

    /// <summary>The measurements in a file with header; an <see cref="InputException"/> with file and line if a row is malformed.</summary>
    public static IReadOnlyList<Measurement> Read(string file, string text)
    {
        var records = Csv.Read(new StringReader(text), file).ToArray();
        if (records is not [{ Line: 1 } head, ..] || Csv.FormatRecord(head.Cells) != Header)
            throw new InputException($"{file}: line 1: it must be {Header}");
        return [.. records.Skip(1).Select(r => Parse(r.Cells) ?? throw new InputException(
            FormattableString.Invariant($"{file}: line {r.Line}: it must have {ColumnCount} fields, with numbers as in the header")))];
    }

    private static Measurement? Parse(string[] cells)
    {
        if (cells.Length != ColumnCount || !int.TryParse(cells[4], NumberStyles.None, CultureInfo.InvariantCulture, out var arguments)
            || !int.TryParse(cells[5], NumberStyles.None, CultureInfo.InvariantCulture, out var attacks)
            || !int.TryParse(cells[6], NumberStyles.None, CultureInfo.InvariantCulture, out var left)
            || !TryParseNumber(cells[8], out var cpu) || !TryParseNumber(cells[9], out var wall)
            || !TryParseNumber(cells[10], out var timeout)) return null;
        return new()
        {
            Solver = cells[0], Task = cells[1], Instance = cells[2], Argument = cells[3],
            Arguments = arguments, Attacks = attacks, Left = left,
            Answer = cells[7], CpuMs = cpu, WallMs = wall, TimeoutS = timeout, Certificate = cells[11],
        };
    }

    private static bool TryParseNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out value);

    private static string FormatNumber(double value) => value.ToString(CultureInfo.InvariantCulture);
}
