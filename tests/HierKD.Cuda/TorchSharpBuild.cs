using System.Reflection;

namespace HierKD.Cuda;

/// <summary>What TorchSharp says of itself without loading anything.</summary>
internal static class TorchSharpBuild
{
    /// <summary>The version of libtorch that it was built for, as in <c>2.10.0</c>.</summary>
    // torch.__version__ says the same, but asking for it loads libtorch.
    public static string Libtorch { get; } = Constant("libtorchPackageVersion") is { } version
        ? string.Join('.', version.Split('.').Take(3))
        : throw new InvalidOperationException("This TorchSharp does not say which libtorch it was built for.");

    private static string? Constant(string name) =>
        typeof(torch).GetField(name, BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public)?.GetRawConstantValue() as string;
}
