using System.IO.Compression;

namespace HierKD.Tests.Storage;

/// <summary>Writes a model's tensors as <c>torch.save</c> does, alone or in a checkpoint.</summary>
internal static class PyTorchCheckpoint
{
    /// <param name="path">Where to.</param>
    /// <param name="prefix">What stands before every key.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="type">The type in which they are saved.</param>
    /// <param name="kind">PyTorch's name of the type.</param>
    /// <param name="isCheckpoint">Whether they are under <c>state_dict</c>, beside an epoch and a best result that is a tensor.</param>
    public static void Write(
        string path, string prefix, IEnumerable<KeyValuePair<string, Tensor>> tensors, ScalarType type, string kind, bool isCheckpoint)
    {
        var pickle = new PickleBytes().Code("}");
        List<(string Name, byte[] Bytes)> storages = [("data/best", PickleBytes.Bytes(0.5f))];
        if (isCheckpoint)
        {
            pickle.Text("epoch").Number(3).Code("s").Text("best").Tensor(1, 0, [], [], "best").Code("s").Text("state_dict").Code("}");
        }
        pickle.Code("(");
        foreach (var (key, value) in tensors)
        {
            using var saved = value.detach().to(type).contiguous();
            int[] shape = [.. saved.shape.Select(n => (int)n)], strides = [.. saved.stride().Select(n => (int)n)];
            pickle.Text(prefix + key).Tensor((int)saved.numel(), 0, shape, strides, $"{storages.Count}", kind);
            storages.Add(($"data/{storages.Count}", saved.bytes.ToArray()));
        }
        pickle.Code(isCheckpoint ? "us" : "u");
        PickleBytes.WriteArchive(path, CompressionLevel.NoCompression, [("data.pkl", pickle.End()), .. storages]);
    }
}
