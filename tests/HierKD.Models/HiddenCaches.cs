using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace HierKD.Models;

/// <summary>
/// Prepares this process for a virtual AMD processor that hides the sizes of its caches. There oneDNN, which divides its work by them,
/// convolves wrongly, and libtorch complains of NNPACK with every small convolution. On other machines nothing is changed.
/// </summary>
public static class HiddenCaches
{
    /// <summary>What tells oneDNN how much of the processor to use.</summary>
    public const string Variable = "DNNL_MAX_CPU_ISA";

    /// <summary>What it convolves rightly with.</summary>
    public const string Value = "SSE41";

    /// <summary>
    /// What tells this process to do without oneDNN on such a processor: libtorch's own convolutions may be faster there than oneDNN's are
    /// with <see cref="Value"/>.
    /// </summary>
    public const string WithoutOneDnnVariable = "HIERKD_WITHOUT_ONEDNN";

    private const int CacheLeaf = unchecked((int)0x8000001D);

    /// <summary>Whether this processor is such a one.</summary>
    public static bool AreHidden => OperatingSystem.IsLinux() && X86Base.IsSupported && IsAmd && HidesCaches;

    private static bool IsAmd
    {
        get
        {
            var (_, b, c, d) = X86Base.CpuId(0, 0);
            byte[] vendor = [.. BitConverter.GetBytes(b), .. BitConverter.GetBytes(d), .. BitConverter.GetBytes(c)];
            return Encoding.ASCII.GetString(vendor) == "AuthenticAMD";
        }
    }

    // The first cache has no type: there is none, it says.
    private static bool HidesCaches =>
        (uint)X86Base.CpuId(unchecked((int)0x80000000), 0).Eax >= unchecked((uint)CacheLeaf)
            && (X86Base.CpuId(CacheLeaf, 0).Eax & 0x1f) == 0;

    /// <summary>Whether this process does without oneDNN.</summary>
    public static bool AreWithoutOneDnn => AreHidden && Environment.GetEnvironmentVariable(WithoutOneDnnVariable) == "1";

    /// <summary>What results of this process say of the machine; empty on others.</summary>
    public static string Note =>
        !AreHidden ? "" : AreWithoutOneDnn ? " (caches hidden, without oneDNN)" : $" (caches hidden, {Variable}={Value})";

    /// <summary>Call it before anything is computed: libraries read the environment once.</summary>
    public static void Prepare()
    {
        if (!AreHidden) return;
        // .NET's own Environment does not reach native libraries. What the user has set stays.
        _ = SetEnvironmentVariable(Variable, Value, overwrite: 0);
        TurnOff("_ZN2at7Context20setUserEnabledNNPACKEb");
        if (AreWithoutOneDnn) TurnOff("_ZN2at7Context20setUserEnabledMkldnnEb");
    }

    /// <summary>TorchSharp has no switch for it, libtorch has.</summary>
    private static void TurnOff(string name)
    {
        _ = TorchSharp.torch.get_num_threads();
        if (!NativeLibrary.TryLoad("libtorch_cpu.so", typeof(HiddenCaches).Assembly, null, out var library)) return;
        if (!NativeLibrary.TryGetExport(library, "_ZN2at13globalContextEv", out var context)) return;
        if (!NativeLibrary.TryGetExport(library, name, out var enable)) return;
        Marshal.GetDelegateForFunctionPointer<Enable>(enable)(
            Marshal.GetDelegateForFunctionPointer<GlobalContext>(context)(), 0);
    }

    [DllImport("libc", EntryPoint = "setenv", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetEnvironmentVariable(string name, string value, int overwrite);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate nint GlobalContext();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void Enable(nint context, byte enabled);
}
