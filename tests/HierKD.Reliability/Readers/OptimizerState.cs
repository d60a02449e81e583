using System.Security.Cryptography;
using TorchSharp.Modules;

namespace HierKD.Reliability.Readers;

/// <summary>What an optimizer remembers.</summary>
internal static class OptimizerState
{
    public static string Digest(optim.Optimizer optimizer)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        ((OptimizerHelper)optimizer).save_state_dict(writer);
        writer.Flush();
        return Convert.ToHexString(SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)));
    }
}
