namespace HierKD.Cuda;

/// <summary>What TorchSharp says of itself.</summary>
internal static class TorchSharpBuild
{
    /// <summary>The version of libtorch that it was built for.</summary>
    public static string Libtorch => torch.__version__;
}
