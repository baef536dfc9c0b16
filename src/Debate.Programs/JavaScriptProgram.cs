using System.Text;
using System.Text.RegularExpressions;
using Debate.Core;
using Debate.Deliberation.Engine;
using Jint;
using Jint.Native;
using Jint.Native.Json;
using Jint.Runtime;
using Jint.Runtime.Interop;

namespace Debate.Programs;

/// <summary>
/// Runs one JavaScript program on the calling thread, each in a fresh engine. Its limits hold for statements, calls and what it prints, not
/// for one call of a built-in function, which may take any memory and time: only a process of its own bounds those, and so it is never run
/// in a process that does anything else.
/// </summary>
internal static class JavaScriptProgram
{
    private const int MaxDepth = 200;
    private const uint MaxArrayLength = 1 << 22;

    /// <summary>All that a program finds. What is not named here is taken away: clocks, buffers of bytes, threads, realms, locales.</summary>
    private static readonly HashSet<string> Globals = new(StringComparer.Ordinal)
    {
        "globalThis", "undefined", "NaN", "Infinity", "isNaN", "isFinite", "parseInt", "parseFloat",
        "encodeURI", "encodeURIComponent", "decodeURI", "decodeURIComponent", "escape", "unescape",
        "Object", "Function", "Array", "Number", "String", "Boolean", "Symbol", "BigInt", "Math", "JSON", "RegExp",
        "Map", "Set", "WeakMap", "WeakSet", "Promise", "Proxy", "Reflect", "Iterator", "eval",
        "Error", "AggregateError", "EvalError", "RangeError", "ReferenceError", "SyntaxError", "TypeError", "URIError",
    };

    /// <summary>Which part of its seconds one regular expression may take, on the clock: a lifetime may not be enough for it.</summary>
    private const double RegexShare = 0.2;

    public static ProgramResult Run(BoundedCall call)
    {
        var output = new ProgramOutput(call.Limits.Characters);
        try
        {
            using var engine = CreateEngine(call, output);
            var value = engine.Evaluate(call.Call.Source);
            if (output.IsEmpty) output.Write(Format(engine, value));
            return new(ProgramEnd.Done, output.Text);
        }
        catch (Exception error)
        {
            var (end, why) = Explain(error, call.Limits);
            return new(end, output.Text, why);
        }
    }

    private static (ProgramEnd End, string Why) Explain(Exception error, ProgramLimits limits) => error switch
    {
        StatementsCountOverflowException => (ProgramEnd.TooManyStatements, $"more than {limits.Statements} statements"),
        ProgramOutput.FullException => (ProgramEnd.TooMuchOutput, $"more than {limits.Characters} characters of output"),
        HeapLimit.ReachedException or OutOfMemoryException => (ProgramEnd.TooMuchMemory, $"more than {limits.Megabytes} MB"),
        RegexMatchTimeoutException => (ProgramEnd.TooLong, "a regular expression took too long"),
        RecursionDepthOverflowException => (ProgramEnd.Failed, $"calls more than {MaxDepth} deep"),
        InsufficientExecutionStackException => (ProgramEnd.Failed, "nested too deeply"),
        JavaScriptException thrown => (ProgramEnd.Failed, $"{thrown.Message} (line {thrown.Location.Start.Line})"),
        _ => (ProgramEnd.Failed, error.Message),
    };

    private static Engine CreateEngine(BoundedCall call, ProgramOutput output)
    {
        var engine = new Engine(options =>
        {
            options.Strict();
            options.DisableStringCompilation();
            options.MaxStatements((int)call.Limits.Statements);
            options.LimitRecursion(MaxDepth);
            options.MaxArraySize(MaxArrayLength);
            options.RegexTimeoutInterval(TimeSpan.FromSeconds(RegexShare * call.Limits.Seconds));
            options.Constraint(new HeapLimit(call.Limits.Megabytes));
        });
        foreach (var key in engine.Global.GetOwnPropertyKeys())
            if (!key.IsString() || !Globals.Contains(key.AsString())) engine.Global.Delete(key);
        var print = new ClrFunction(engine, "print", (_, values) =>
        {
            output.Write(string.Join(' ', values.Select(value => Format(engine, value))) + "\n");
            return JsValue.Undefined;
        });
        var console = new JsObject(engine);
        foreach (var name in new[] { "log", "info", "warn", "error", "debug" }) console.FastSetDataProperty(name, print);
        engine.SetValue("print", print);
        engine.SetValue("console", (JsValue)console);
        engine.SetValue("input", call.Call.Input);
        var random = SeededRandom.Create(call.Call.Seed, "program");
        engine.Global.Get("Math").AsObject().Set(
            "random", new ClrFunction(engine, "random", (_, _) => JsNumber.Create(random.NextDouble())));
        return engine;
    }

    /// <summary>A value as it is printed: a text as it is, an object as JSON where it has one.</summary>
    private static string Format(Engine engine, JsValue value)
    {
        if (value.IsUndefined()) return "";
        if (!value.IsObject()) return value.IsSymbol() ? value.ToString() : TypeConverter.ToString(value);
        if (value.IsCallable()) return "[function]";
        var json = new JsonSerializer(engine).Serialize(value, JsValue.Undefined, JsValue.Undefined);
        return json.IsUndefined() ? TypeConverter.ToString(value) : TypeConverter.ToString(json);
    }
}

/// <summary>What a program prints, up to a number of characters.</summary>
internal sealed class ProgramOutput(int max)
{
    private readonly StringBuilder _text = new();

    public bool IsEmpty => _text.Length == 0;

    /// <summary>What was printed, without the last line feed.</summary>
    public string Text => _text is [.., '\n'] ? _text.ToString(0, _text.Length - 1) : _text.ToString();

    /// <summary>Takes as much as there is room for; throws <see cref="FullException"/> for more.</summary>
    public void Write(string text)
    {
        // A line feed at the very end is no character of the output.
        var room = max + 1 - _text.Length;
        var isFull = text.Length > room || (text.Length == room && text[^1] != '\n');
        _text.Append(text, 0, Math.Min(text.Length, Math.Max(0, isFull ? room - 1 : room)));
        if (isFull) throw new FullException();
    }

    /// <summary>More was printed than may be. It is no error of the program, which could catch that.</summary>
    internal sealed class FullException : Exception;
}

/// <summary>Ends a program whose live objects take more memory than it may have; what one built-in takes at once it cannot see.</summary>
internal sealed class HeapLimit(int megabytes) : Constraint
{
    private const int CheckInterval = 512;
    private readonly long _limit = GC.GetTotalMemory(forceFullCollection: false) + ((long)megabytes << 20);
    private int _checks;

    /// <inheritdoc/>
    public override void Check()
    {
        if (++_checks % CheckInterval != 0 || GC.GetTotalMemory(forceFullCollection: false) < _limit) return;
        // Much of it may be garbage.
        if (GC.GetTotalMemory(forceFullCollection: true) >= _limit) throw new ReachedException();
    }

    /// <inheritdoc/>
    public override void Reset() => _checks = 0;

    /// <summary>The limit is reached.</summary>
    internal sealed class ReachedException : Exception;
}
