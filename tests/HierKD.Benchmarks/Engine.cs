namespace HierKD.Benchmarks;

/// <summary>Which of the two engines this program was built on.</summary>
internal static class Engine
{
    /// <summary>Whether it is TorchSharp's packages.</summary>
    public static bool IsTorchSharp => typeof(Tensor).Assembly.GetName().Name == "TorchSharp";
}
