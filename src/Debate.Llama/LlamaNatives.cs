using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Debate.Core.Input;
using LLama.Native;

namespace Debate.Llama;

/// <summary>
/// llama.cpp's native libraries: those of one's own; those for a GPU, where the build has them and the machine a driver; else the packaged
/// form that suits this processor. Whether they load, and whether they are the version that LLamaSharp was written for, whose structs it
/// would otherwise misread.
/// <para>The libraries are loaded by their absolute paths: LLamaSharp itself also looks in the working folder. Nothing of LLamaSharp may be
/// touched before <see cref="Load"/>, since its first native call settles what is loaded.</para>
/// </summary>
internal static class LlamaNatives
{
    /// <summary>The release of llama.cpp in the package (ggml 0.18.0).</summary>
    private const string Revision = "815a2a59";

    /// <summary>A folder with libllama.so of that revision, of one's own (built with a GPU, say).</summary>
    private const string OwnFolder = "DEBATE_LLAMA_LIBRARY";

    private const string Elsewhere =
        "a server such as llama-server can run the file: { endpoint: http://127.0.0.1:8080/v1, model: NAME }";

    // In the order in which they need each other.
    private static readonly string[] Files = ["libggml-base.so", "libggml-cpu.so", "libggml-cuda.so", "libggml.so", "libllama.so"];
    private static readonly string[] GpuForms = ["cuda13", "cuda12"];

    private static readonly Lazy<string> Loaded = new(() => Load(
        Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native"), Environment.GetEnvironmentVariable(OwnFolder)));

    private static string _lastError = "";
    private static nint _library;

    /// <summary>The handle of libllama, once it was loaded.</summary>
    public static nint Library => _library;

    /// <summary>
    /// Loads the libraries, once, and says which; throws <see cref="InputException"/> with the platform, what is missing and what helps.
    /// </summary>
    public static string Load() => Loaded.Value;

    /// <summary>The last thing that llama.cpp called an error, in one line; empty for none.</summary>
    public static string LastError => Volatile.Read(ref _lastError);

    /// <summary>Forgets <see cref="LastError"/>.</summary>
    public static void ForgetErrors() => Volatile.Write(ref _lastError, "");

    /// <summary>Loads the files of the best form in a folder, or those of one's own, without LLamaSharp; returns the folder of libllama.</summary>
    internal static string LoadFiles(string folder, string? own = null)
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture != Architecture.X64)
            throw CreateError("this program brings llama.cpp for linux-x64 only", Elsewhere);
        var last = "";
        // Files of a GPU do not load without its driver, and half of them loaded would be in the way of the others.
        foreach (var path in FindFiles(folder, own, NativeLibrary.TryLoad("libcuda.so.1", out _)))
        {
            if (!File.Exists(path))
            {
                throw CreateError($"{path} is missing", own is null ? "build or install the program with its folder 'runtimes'"
                    : $"{OwnFolder} names a folder with the libraries of llama.cpp {Revision}");
            }
            try
            {
                // The last one is libllama.
                (_library, last) = (NativeLibrary.Load(path), path);
            }
            catch (DllNotFoundException error)
            {
                throw CreateError(OneLine.Format(error.Message, 400), FindRemedy(error.Message));
            }
        }
        return Path.GetDirectoryName(last)!;
    }

    /// <summary>
    /// The files to load, in this order. Packages for a GPU bring what is for it and leave the rest to the form of the processor; whoever
    /// built their own brings all that is needed.
    /// </summary>
    internal static IEnumerable<string> FindFiles(string folder, string? own, bool hasDriver)
    {
        if (own is not null)
            return Files.Where(file => file == Files[^1] || File.Exists(Path.Combine(own, file))).Select(file => Path.Combine(own, file));
        var processor = Path.Combine(folder, FindForm());
        var gpu = hasDriver ? GpuForms.Select(form => Path.Combine(folder, form)).FirstOrDefault(Directory.Exists) : null;
        return Files.Where(file => gpu is not null || !file.Contains("cuda", StringComparison.Ordinal))
            .Select(file => Path.Combine(gpu is not null && File.Exists(Path.Combine(gpu, file)) ? gpu : processor, file));
    }

    /// <summary>What helps where a library does not load, by the loader's words.</summary>
    internal static string FindRemedy(string message) =>
        message.Contains("libgomp", StringComparison.Ordinal) ? "install libgomp1 (apt-get install libgomp1; dnf install libgomp)"
        : message.Contains("GLIBC", StringComparison.Ordinal) || message.Contains("ld-linux", StringComparison.Ordinal)
            ? $"it needs glibc 2.34 and libstdc++ of GCC 11 or later, as in Debian 12 or Ubuntu 22.04; else {Elsewhere}"
        : Elsewhere;

    /// <summary>The folder of the packaged form for this processor.</summary>
    private static string FindForm() =>
        Avx512F.IsSupported && Avx512BW.VL.IsSupported && Avx512CD.IsSupported && Avx512DQ.IsSupported ? "avx512"
        : Avx2.IsSupported && Fma.IsSupported && Bmi2.IsSupported ? "avx2"
        : Avx.IsSupported ? "avx" : "noavx";

    private static string Load(string folder, string? own)
    {
        var form = LoadFiles(folder, own);
        try
        {
            NativeLibraryConfig.LLama.WithLibrary(Path.Combine(form, "libllama.so")).WithLogCallback(OnLog);
            // Any other first call would look for a library of that name by the system's rules.
            NativeApi.llama_empty_call();
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            throw CreateError(OneLine.Format((error.InnerException ?? error).Message, 400), FindRemedy($"{error}"));
        }
        ShakeHands();
        return $"llama.cpp {Revision} ({Path.GetFileName(form)}, {(NativeApi.llama_supports_gpu_offload() ? "with a GPU" : "CPU only")})";
    }

    /// <summary>
    /// Compares defaults with those of the packaged version: a library of another version puts other fields at their places, and what
    /// follows is garbage, then the end of the process.
    /// </summary>
    private static void ShakeHands()
    {
        var (model, context) = (LLamaModelParams.Default(), LLamaContextParams.Default());
        var differences = FindDifferences(model, context).ToArray();
        if (differences.Length > 0)
            throw CreateError($"the library is not llama.cpp {Revision}: {string.Join(", ", differences)}",
                "use the program's own folder 'runtimes', and let no variable of the loader name another libllama");
    }

    private static IEnumerable<string> FindDifferences(LLamaModelParams model, LLamaContextParams context)
    {
        (string Name, object Found, object Expected)[] fields =
        [
            ("n_gpu_layers", model.n_gpu_layers, -1), ("main_gpu", model.main_gpu, 0), ("check_tensors", model.check_tensors, false),
            ("use_extra_bufts", model.use_extra_bufts, true),
            ("n_ctx", context.n_ctx, 512u), ("n_batch", context.n_batch, 2048u), ("n_ubatch", context.n_ubatch, 512u),
            ("n_seq_max", context.n_seq_max, 1u), ("n_threads", context.n_threads, 4), ("n_threads_batch", context.n_threads_batch, 4),
            ("context_type", context.context_type, LLamaContextType.Default),
            ("rope_scaling_type", context.rope_scaling_type, RopeScalingType.Unspecified),
        ];
        return fields.Where(field => !field.Found.Equals(field.Expected))
            .Select(field => $"{field.Name} is {field.Found}, not {field.Expected}");
    }

    // Levels are compared for equality: "continue" is above "error" in number.
    private static void OnLog(LLamaLogLevel level, string message)
    {
        if (level == LLamaLogLevel.Error) Volatile.Write(ref _lastError, OneLine.Format(message, 200));
    }

    private static InputException CreateError(string missing, string remedy) =>
        new($"gguf: no model can be run in this process on {RuntimeInformation.RuntimeIdentifier}: {missing}; {remedy}");
}
