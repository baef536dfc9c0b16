using System.Text.Json;
using System.Text.RegularExpressions;
using Debate.Core.Input;

namespace Debate.Deliberation.Answers.Questions;

/// <summary>Reads one row of each published form; which field is what was looked up where the data sets are published.</summary>
internal static partial class PublishedForms
{
    /// <summary>What precedes the key in GSM8K (Cobbe et al., 2021).</summary>
    public const string Mark = "####";

    private static readonly string[] Decisions = ["yes", "no", "maybe"];

    /// <summary>question; answer: the worked solution, and the key behind ####.</summary>
    public static Problem ReadGsm8k(QuestionFields row, QuestionFormContext file)
    {
        var answer = row.Require("a worked solution that ends with #### and the key", "answer");
        var text = answer.ToText();
        var at = text.LastIndexOf(Mark, StringComparison.Ordinal);
        var key = at < 0 ? "" : text[(at + Mark.Length)..].Trim();
        if (key.Length == 0 || key.Contains('\n', StringComparison.Ordinal))
            throw answer.Invalid("a worked solution whose last line is #### and the key");
        return Create(row) with { Answers = [key], Explanation = text[..at].Trim() is { Length: > 0 } worked ? worked : null };
    }

    /// <summary>problem, solution with the key in its last \boxed{}; level and type (Hendrycks et al., 2021).</summary>
    public static Problem ReadMath(QuestionFields row, QuestionFormContext file)
    {
        var solution = row.Require("a text with \\boxed{} around the key", "solution");
        var key = FindLastBox(solution.ToText()) ?? throw solution.Invalid("a solution with \\boxed{} around the key, its braces closed");
        return Create(row) with { Answers = [key], Explanation = solution.ToText() };
    }

    /// <summary>question, golden (Wei et al., 2023).</summary>
    public static Problem ReadCmath(QuestionFields row, QuestionFormContext file) =>
        Create(row) with { Answers = [row.RequireText("golden")] };

    /// <summary>
    /// question (or question_stem, or a record stem, choices), choices { text, label } or a list of { text, label }, answerKey: one of the
    /// labels, which are letters or numbers. ARC's CSV has the options within the question: "(A) ... (B) ...".
    /// </summary>
    public static Problem ReadArc(QuestionFields row, QuestionFormContext file)
    {
        var (question, key) = (row.Require("a text", "question", "question_stem"), row.Require("the label of an option", "answerKey"));
        var isNested = question.Value.ValueKind == JsonValueKind.Object;
        var text = isNested ? question.Require("stem", "a text").ToText() : question.ToText();
        var problem = new Problem(row.Text("id", "questionID") ?? "", text) { Explanation = row.Text("explanation") };
        var field = isNested ? question.Require("choices", "a list of text and label") : row.Find("choices") ?? question;
        var (texts, labels) = field == question ? SplitInline(question, out problem, problem) : ReadLabelled(field);
        if (texts.Count != labels.Count)
            throw new InputException(
                $"{row.Where}: field \"{field.Name}\" has {texts.Count} texts and {labels.Count} labels; they must match");
        return OptionKey.Choose(problem, texts, OptionKey.ByLabel(key, labels), field);
    }

    /// <summary>ctx (or ctx_a and ctx_b), endings, label: an index from 0, as a text or a number (Zellers et al., 2019).</summary>
    public static Problem ReadHellaSwag(QuestionFields row, QuestionFormContext file)
    {
        var begun = row.Text("ctx") ?? string.Join(' ', new[] { row.RequireText("ctx_a"), row.Text("ctx_b") }.OfType<string>());
        var endings = row.Require("a list of texts", "endings");
        var texts = endings.ToTexts();
        var label = row.Require("the number of an ending", "label");
        var activity = row.Text("activity_label");
        var text = Prompts.Fill("engine/continue", ("text", activity is null ? begun : $"{activity}: {begun}"));
        return OptionKey.Choose(new("", text), texts, OptionKey.ByNumber(label, texts.Count, file.NoteFirstOption(0)), endings);
    }

    /// <summary>question, mc1_targets: { choices, labels } or a record from text to 0 or 1, the right one (Lin et al., 2022).</summary>
    public static Problem ReadTruthfulChoice(QuestionFields row, QuestionFormContext file)
    {
        var targets = row.Require("a record", "mc1_targets");
        var (texts, labels) = targets.Find("choices") is { } choices
            ? (choices.ToTexts(), targets.Require("labels", "a list of 0 and 1").ToTexts())
            : ([.. targets.Value.EnumerateObject().Select(o => o.Name)],
                [.. targets.Value.EnumerateObject().Select(o => o.Value.GetRawText())]);
        if (texts.Count != labels.Count || labels.Any(l => l is not ("0" or "1")) || labels.Count(l => l == "1") != 1)
            throw new InputException($"{row.Where}: field \"{targets.Name}\" must have a label of 0 or 1 for each choice, and one 1");
        var right = texts.Zip(labels).OrderByDescending(c => c.Second == "1").Select(c => c.First);
        return OptionKey.Draw(Create(row), [.. right], targets, file);
    }

    /// <summary>question, best_answer, correct_answers, incorrect_answers: lists, or in CSV texts with semicolons between them.</summary>
    public static Problem ReadTruthful(QuestionFields row, QuestionFormContext file) => Create(row) with
    {
        Answers = [.. ReadMany(row, file, "best_answer").Concat(ReadMany(row, file, "correct_answers")).Distinct(StringComparer.Ordinal)],
        WrongAnswers = [.. ReadMany(row, file, "incorrect_answers")],
    };

    /// <summary>question, options: "A)...", correct: a letter, rationale (Ling et al., 2017).</summary>
    public static Problem ReadAqua(QuestionFields row, QuestionFormContext file)
    {
        var options = row.Require("a list of texts \"A)...\"", "options");
        var texts = OptionKey.ReadTexts(options).ToArray();
        foreach (var (index, text) in texts.Index())
        {
            var match = AquaOption().Match(text);
            var letter = OptionKey.ToLetter(Math.Min(index, 25));
            if (!match.Success || match.Groups[1].Value != letter)
                throw new InputException($"{row.Where}: field \"{options.Name}\": option {index + 1} must begin with \"{letter})\"");
            texts[index] = match.Groups[2].Value.Trim();
            if (texts[index].Length == 0) throw options.Invalid("a list of texts, none empty behind its letter");
        }
        var key = row.Require("the letter of an option", "correct");
        var right = OptionKey.ByLetter(key, texts.Length) ?? throw key.InvalidValue("the letter of an option");
        return OptionKey.Choose(Create(row) with { Explanation = row.Text("rationale") }, texts, right, options);
    }

    /// <summary>question, passage, answer: a truth value (Clark et al., 2019), or SuperGLUE's label 0 or 1.</summary>
    public static Problem ReadBoolQ(QuestionFields row, QuestionFormContext file)
    {
        var problem = Create(row) with { Text = PlainForm.WithContext(row.RequireText("passage"), row.RequireText("question")) };
        if (row.Find("answer") is { } answer)
            return PlainForm.ReadYesOrNo(problem, PlainForm.ReadTruth(answer, file.Container) ?? throw answer.Invalid("true or false"));
        var label = row.Require("true or false", "label");
        return PlainForm.ReadYesOrNo(problem, OptionKey.ByNumber(label, 2, 0) == 1);
    }

    /// <summary>question, opa to opd, cop: a number from 0 (Hugging Face) or 1 (the authors), exp (Pal et al., 2022).</summary>
    public static Problem ReadMedMcqa(QuestionFields row, QuestionFormContext file)
    {
        string[] names = ["opa", "opb", "opc", "opd"];
        string[] texts = [.. names.Select(name => row.RequireText(name))];
        var key = row.Require("the number of an option", "cop");
        var right = OptionKey.ByNumber(key, texts.Length, file.FirstOption(key.Name, texts.Length));
        return OptionKey.Choose(Create(row) with { Explanation = row.Text("exp") }, texts, right, key);
    }

    /// <summary>
    /// QUESTION, CONTEXTS, LABELS, final_decision, LONG_ANSWER (Jin et al., 2019), or HF's question, context { contexts, labels },
    /// final_decision, long_answer, pubid. The contexts precede the question; the long answer is for readers.
    /// </summary>
    public static Problem ReadPubMed(QuestionFields row, QuestionFormContext file)
    {
        var nested = row.Find("context");
        var texts = nested?.Require("contexts", "a list of texts") ?? row.Require("a list of texts", "CONTEXTS");
        var (contexts, labels) = (texts.ToTexts(), (nested is null ? row.Find("LABELS") : nested.Find("labels"))?.ToTexts() ?? []);
        if (labels.Count > 0 && labels.Count != contexts.Count)
            throw new InputException(
                $"{row.Where}: field \"LABELS\" has {labels.Count} items and \"{texts.Name}\" {contexts.Count}; they must match");
        var decision = row.Require("yes, no or maybe", "final_decision");
        var right = Array.IndexOf(Decisions, decision.ToText().ToLowerInvariant());
        if (right < 0) throw decision.InvalidValue("yes, no or maybe");
        var question = row.Require("a text that is not empty", "question");
        if (question.Value.ValueKind != JsonValueKind.String) throw question.Invalid("a text that is not empty");
        var told = contexts.Select((c, i) => labels.Count > 0 ? $"{labels[i]}: {c}" : c).Append(question.ToText());
        return OptionKey.Choose(new(row.Text("pubid") ?? "", string.Join("\n\n", told)) { Explanation = row.Text("long_answer") },
            Decisions, right, decision);
    }

    /// <summary>Question, Correct Answer, Incorrect Answer 1 to 3 (Rein et al., 2023); SciQ's distractor1 to 3 and support.</summary>
    public static Problem ReadGpqa(QuestionFields row, QuestionFormContext file)
    {
        var right = row.Require("a text that is not empty", "correct answer");
        var prefix = row.Has("incorrect answer 1") ? "incorrect answer " : "distractor";
        string[] texts = [right.ToText(), .. Enumerable.Range(1, 3).Select(i => row.RequireText($"{prefix}{i}"))];
        var problem = Create(row) with { Explanation = row.Text("explanation", "support") };
        if (texts.Distinct(StringComparer.Ordinal).Count() != texts.Length)
            throw new InputException($"{row.Where}: field \"{right.Name}\" and the incorrect answers must differ");
        return OptionKey.Draw(problem, texts, right, file);
    }

    /// <summary>
    /// question, A, B, C ..., answer: a letter (MMLU, C-Eval, CMMLU), a number (KMMLU, from 1) or an option's text.
    /// </summary>
    public static Problem ReadLetterColumns(QuestionFields row, QuestionFormContext file)
    {
        string[] texts = [.. Enumerable.Range(0, 26).Select(OptionKey.ToLetter).TakeWhile(l => row.Has(l)).Select(l => row.RequireText(l))];
        var next = Enumerable.Range(texts.Length, 26 - texts.Length).Select(OptionKey.ToLetter).Take(2);
        if (next.FirstOrDefault(letter => row.Has(letter)) is { } after)
            throw new InputException(
                $"{row.Where}: field \"{OptionKey.ToLetter(texts.Length)}\" is missing and \"{after}\" is there; letters go on from A");
        var key = row.Require("a letter, a number or the text of an option", "answer");
        var problem = Create(row) with { Explanation = row.Text("explanation") };
        if (OptionKey.ByLetter(key, texts.Length) is { } named) return OptionKey.Choose(problem, texts, named, key);
        var isCell = file.Container == QuestionContainer.Csv;
        var isNumber = key.Value.ValueKind == JsonValueKind.Number || (isCell && key.ToWhole() is not null);
        var same = texts.Index().Where(t => t.Item == key.ToText()).Select(t => t.Index).ToArray();
        if (isNumber && isCell && same.Length > 0 && file.Reading.FirstOption is null)
            throw key.InvalidValue("a letter: the number may be an option's text or its place (--first-option 0|1: its place)");
        if (isNumber)
            return OptionKey.Choose(problem, texts, OptionKey.ByNumber(key, texts.Length, file.FirstOption("answer", texts.Length)), key);
        return same is [var only] ? OptionKey.Choose(problem, texts, only, key)
            : throw key.InvalidValue($"a letter from A to {OptionKey.ToLetter(texts.Length - 1)}, a number or the text of one option");
    }

    private static Problem Create(QuestionFields row) =>
        new(row.Text("id", "qid", "question_id", "unique_id", "record id") ?? "", row.RequireText("question", "problem"));

    private static (IReadOnlyList<string> Texts, IReadOnlyList<string> Labels) ReadLabelled(QuestionField choices)
    {
        if (choices.Value.ValueKind == JsonValueKind.Object)
            return (choices.Require("text", "a list of texts").ToTexts(), choices.Require("label", "a list of labels").ToTexts());
        if (choices.Value.ValueKind != JsonValueKind.Array) throw choices.Invalid("a record of text and label");
        var items = choices.Value.EnumerateArray().Select(item => choices with { Value = item }).ToArray();
        return ([.. items.Select(i => i.Require("text", "a text").ToText())],
            [.. items.Select(i => i.Require("label", "a label").ToText())]);
    }

    /// <summary>The options within a question's text, behind "(A)", "(B)" or "(1)", "(2)" in order.</summary>
    private static (IReadOnlyList<string> Texts, IReadOnlyList<string> Labels) SplitInline(
        QuestionField question, out Problem asked, Problem problem)
    {
        var marks = InlineOption().Matches(problem.Text).ToArray();
        string[] labels = [.. marks.Select(m => m.Groups[1].Value)];
        var isInOrder = labels.Length > 1 && labels[0] is "A" or "1" && labels.Index().All(l => l.Item[0] == labels[0][0] + l.Index);
        if (!isInOrder) throw question.Invalid("a text with its options behind (A), (B) ... in order, where there is no field \"choices\"");
        asked = problem with { Text = problem.Text[..marks[0].Index].Trim() };
        var ends = marks.Skip(1).Select(m => m.Index).Append(problem.Text.Length);
        string[] texts = [.. marks.Zip(ends, (m, end) => problem.Text[(m.Index + m.Length)..end].Trim())];
        return texts.Contains("") ? throw question.Invalid("a text none of whose options is empty") : (texts, labels);
    }

    private static IEnumerable<string> ReadMany(QuestionFields row, QuestionFormContext file, string name)
    {
        var texts = row.Require("texts that are not empty", name).ToTexts();
        return file.Container == QuestionContainer.Csv && name != "best_answer"
            ? texts.SelectMany(t => t.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)) : texts;
    }

    /// <summary>What stands in the last \boxed{} (or \fbox{}) of a text, its inner braces closed; null if there is none.</summary>
    private static string? FindLastBox(string text)
    {
        var at = Math.Max(text.LastIndexOf("\\boxed{", StringComparison.Ordinal), text.LastIndexOf("\\fbox{", StringComparison.Ordinal));
        if (at < 0) return Unbraced().Matches(text).LastOrDefault()?.Groups[1].Value;
        var start = text.IndexOf('{', at) + 1;
        for (int i = start, depth = 1; i < text.Length; i++)
        {
            if (text[i] == '\\') i++;
            else if (text[i] == '{') depth++;
            else if (text[i] == '}' && --depth == 0) return text[start..i].Trim() is { Length: > 0 } key ? key : null;
        }
        return null;
    }

    [GeneratedRegex(@"^\(?([A-Z])\s*[).:]\s*(.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex AquaOption();

    [GeneratedRegex(@"(?<=\s|^)\(([A-H]|[1-8])\)\s", RegexOptions.CultureInvariant)]
    private static partial Regex InlineOption();

    [GeneratedRegex(@"\\boxed\s+([^\s$]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Unbraced();
}
