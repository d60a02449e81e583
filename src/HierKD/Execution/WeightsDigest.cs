using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Tells weights from others, for checkpoints and reports.</summary>
internal static class WeightsDigest
{
    /// <summary>The SHA-256 of the model's weights, as the user gave them, with their names.</summary>
    public static string Of(WorkingModel working)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var i = 0; i < working.Tensors.Count; i++)
        {
            using var scope = NewDisposeScope();
            hash.AppendData(Encoding.UTF8.GetBytes(working.Tensors[i].Key));
            hash.AppendData(working.Own.Dense(i).cpu().contiguous().bytes);
        }
        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
