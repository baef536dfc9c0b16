namespace Debate.Architecture.Tests.Golden;

/// <summary>Names that somebody outside relies on stay as they are, whatever types and methods are called.</summary>
public sealed class GoldenTests
{
    [Fact]
    public void Verbs_arguments_and_options_keep_their_names() => GoldenFile.Check("commands.txt", CommandLine.Lines());

    [Fact]
    public void Protocols_and_their_options_keep_their_names() => GoldenFile.Check("protocols.txt", Registers.Protocols());

    [Fact]
    public void Prompts_and_the_stamps_that_runs_hold_of_them_stay() =>
        GoldenFile.Check("prompts.txt", [.. Registers.Stamps(), "", .. Registers.Prompts()]);

    [Fact]
    public void What_is_chosen_by_name_keeps_it() => GoldenFile.Check("registers.txt", Registers.Names());

    [Fact]
    public void Columns_of_reward_exports_keep_their_names() => GoldenFile.Check("columns.txt", Registers.Columns());

    [Fact]
    public void Json_documents_keep_their_fields() =>
        GoldenFile.Check("json.txt", JsonRoots.Find().Select(JsonShape.Block).Distinct().Order(StringComparer.Ordinal)
            .Select(b => b + "\n"));

    [Fact]
    public void Json_by_hand_keeps_its_fields() => GoldenFile.Check("json-by-hand.txt", Roles.JsonFields());

    [Fact]
    public void Yaml_keeps_its_fields() => GoldenFile.Check("yaml.txt", Roles.YamlFields());

    [Fact]
    public void Routes_headers_and_media_types_stay() => GoldenFile.Check("http.txt",
    [
        .. Routes.All.Select(r => r.ToString()).Order(StringComparer.Ordinal), "",
        .. Roles.Headers(), "", .. Roles.HeaderNames(), "", .. Roles.MediaTypes(),
    ]);

    [Fact]
    public void Variables_keep_their_names() => GoldenFile.Check("variables.txt", [.. Roles.Variables(), "", .. Outside.Variables()]);

    [Fact]
    public void Measurements_traces_and_logs_keep_their_names() =>
        GoldenFile.Check("telemetry.txt", [.. Roles.Telemetry(), "", .. Outside.Dashboards()]);

    [Fact]
    public void Files_keys_and_other_constants_keep_their_values() =>
        GoldenFile.Check("constants.txt", ["# behind a folder", .. Roles.FileNames(), "", "# constants", .. Roles.Constants()]);

    [Fact]
    public void Words_that_print_although_they_stand_in_no_text_stay() =>
        GoldenFile.Check("printed.txt", PrintedWords.Find().Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Exit_codes_stay() => GoldenFile.Check("exit.txt", ExitCodes.Lines());

    [Fact]
    public void Clients_in_python_keep_their_names() => GoldenFile.Check("python.txt", Outside.Python());

    [Fact]
    public void What_silos_and_clients_of_orleans_call_each_other_by_stays() => GoldenFile.Check("wire.txt", WireNames.Lines());

    [Fact]
    public void Every_text_of_the_product_stays() => GoldenFile.Check("strings.txt", Roles.Everything());
}
