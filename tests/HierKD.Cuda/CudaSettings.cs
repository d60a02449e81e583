namespace HierKD.Cuda;

/// <summary>What the command line says.</summary>
/// <param name="Torch">The folder of a PyTorch wheel, or of libtorch's libraries.</param>
/// <param name="Data">The folder of CIFAR-10's binary files; made-up data if there is none.</param>
/// <param name="Minutes">How long VGG16 on CIFAR-10 may take.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Results">The folder for what comes of it.</param>
/// <param name="Rows">Which comparisons; all if there is none.</param>
/// <param name="Rounds">How often each side of a comparison has its turn.</param>
/// <param name="Python">The Python that has the wheel; found from the wheel if <see langword="null"/>.</param>
internal sealed record CudaSettings(
    string? Torch, string? Data, int Minutes, string Device, string Results, IReadOnlyList<string> Rows, int Rounds, string? Python)
{
    /// <summary>What starts this program, for the results; without the places of files, which are each machine's own.</summary>
    public string Command => $"HierKD.Cuda --torch FOLDER --device {Device}";
}
