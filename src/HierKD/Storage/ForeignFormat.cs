using System.Text;

namespace HierKD;

/// <summary>Files of other kinds that people take for weights, told by their first bytes.</summary>
internal static class ForeignFormat
{
    /// <summary>As many bytes as tell a tar archive.</summary>
    private const int HeadLength = 512;

    private const int PlaceOfTar = 257;

    /// <summary>The first bytes of a file, whose place is its beginning afterwards.</summary>
    public static byte[] HeadOf(FileStream file)
    {
        var head = new byte[HeadLength];
        file.Position = 0;
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return head[..read];
    }

    /// <summary>What a file is, and what to do with it; <see langword="null"/> if it cannot be told.</summary>
    public static string? Of(ReadOnlySpan<byte> head)
    {
        if (head is [(byte)'P', (byte)'K', 3, 4, ..] || PyTorchLegacyFile.Begins(head))
        {
            return "it may be one of torch.save's, which PyTorchWeights.Load reads";
        }
        if (head.Length > 8 && head[8] == '{' && head[..8].IndexOfAnyExcept((byte)0) >= 0 && head[5..8].IndexOfAnyExcept((byte)0) < 0)
        {
            return "it is a safetensors file: read it with SafetensorsWeights.Load";
        }
        if (head.Length >= PlaceOfTar + 5 && head[PlaceOfTar..].StartsWith("ustar"u8))
        {
            return "it is a tar archive, as the first versions of PyTorch wrote: load it in a newer one and save its state_dict() again";
        }
        if (head is [0x89, (byte)'H', (byte)'D', (byte)'F', ..])
        {
            return "it is an HDF5 file, as Keras writes (.h5), not PyTorch's weights";
        }
        if (head.StartsWith("version https://git-lfs"u8)) return "it is a pointer of Git LFS, not the file itself: git lfs pull";
        if (head.TrimStart((byte)'\n') is [(byte)'<', ..]) return "it is a web page or XML: download the file itself";
        if (head.TrimStart((byte)'\n') is [(byte)'{', ..])
        {
            return "it is JSON; an index of safetensors files is read by SafetensorsWeights.Load, and one of other files by nothing here";
        }
        if (head.StartsWith("GGUF"u8)) return "it is a GGUF file of llama.cpp";
        if (head is [0x93, (byte)'N', (byte)'U', (byte)'M', ..]) return "it is a NumPy array (.npy), not a dictionary of tensors";
        if (head is [0x1f, 0x8b, ..]) return "it is compressed by gzip: unpack it first";
        if (head.Length > 8 && head[4..].StartsWith("TFL3"u8)) return "it is a TensorFlow Lite model";
        if (head is [8, 1, 0x12, ..]) return "it is a TensorFlow model (saved_model.pb)";
        if (head is [8, >= 3 and <= 20, 0x12 or 0x3a or 0x42, ..]) return "it is an ONNX model, a graph and not a state dictionary";
        if (head is [0x80, >= 2 and <= 5, ..])
        {
            return "it is a pickle without torch.save's beginning; in Python, torch.save(model.state_dict(), 'weights.pth')";
        }
        return IsTorchSharp(head) ? "it is a file of TorchSharp's module.save: load it with module.load" : null;
    }

    /// <summary>A count of tensors, then the length and letters of the first one's name, its type and its number of axes.</summary>
    private static bool IsTorchSharp(ReadOnlySpan<byte> head)
    {
        if (Number(ref head) is not (> 0 and <= WeightLimits.MostTensors) || Number(ref head) is not (> 0 and <= 200 and var length)
            || length > head.Length)
        {
            return false;
        }
        foreach (var letter in Encoding.UTF8.GetString(head[..(int)length]))
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '.' or '-')) return false;
        }
        head = head[(int)length..];
        return Number(ref head) is <= 15 && Number(ref head) is <= WeightLimits.MostAxes;
    }

    /// <summary>A number of seven bits a byte; <see langword="null"/> if there is none.</summary>
    private static long? Number(ref ReadOnlySpan<byte> head)
    {
        long number = 0;
        for (var shift = 0; shift < 35 && head.Length > 0; shift += 7)
        {
            var part = head[0];
            head = head[1..];
            number |= (long)(part & 0x7f) << shift;
            if (part < 0x80) return number;
        }
        return null;
    }
}
