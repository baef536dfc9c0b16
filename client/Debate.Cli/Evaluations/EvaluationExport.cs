using System.Collections.Immutable;
using System.Globalization;
using Debate.Rewards.Exports;
using Debate.Rewards.Exports.Files;
using Debate.Tournaments.Protocols;

namespace Debate.Cli.Evaluations;

/// <summary>The formats in which an evaluation is a table: a row a question and protocol.</summary>
internal static class EvaluationExport
{
    /// <summary>CSV with a header line.</summary>
    public const string Csv = "csv";

    /// <summary>The same with every cell as it is (<c>--raw</c>).</summary>
    public const string RawCsv = "csv --raw";

    /// <summary>Apache Parquet, which needs a file.</summary>
    public const string Parquet = "parquet";

    private static readonly ImmutableArray<Column> Columns =
    [
        .. EvaluationRow.Columns.Select(name => name switch
        {
            "correct" => new Column(name, CellKind.Flag),
            "calls" or "tokensIn" or "tokensOut" => new(name, CellKind.Whole),
            "cost" => new(name, CellKind.Real),
            _ => new(name, CellKind.Text, IsOptional: name == "answer"),
        }),
    ];

    /// <summary>Writes the rows as Parquet; those that are still to come are left out. Texts are exactly what was asked and said.</summary>
    public static async Task WriteParquetAsync(IEnumerable<EvaluationRow> rows, Stream stream)
    {
        await using var writer = await RowFileFormat.All.First(format => format.Name == Parquet).Open(stream, Columns);
        foreach (var row in rows.Where(row => row.Status != RowStatus.Open))
            await writer.WriteAsync(
            [
                row.Protocol, row.Variant, row.Question, row.Key, row.Answer, EvaluationRow.Format(row.Status), row.Correct, row.Calls,
                row.TokensIn, row.TokensOut, Convert.ToDouble(row.Cost, CultureInfo.InvariantCulture), row.Id,
            ]);
        await writer.CompleteAsync();
    }
}
