using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace TorchSharp;

/// <summary>Saving and loading tensors: element type, shape and elements, in TorchSharp's binary format.</summary>
public static partial class TensorExtensionMethods
{
    /// <summary>Makes a parameter of a tensor, which becomes empty.</summary>
    public static Parameter AsParameter(this Tensor tensor) => new(tensor);

    /// <summary>Writes a tensor.</summary>
    public static void Save(this Tensor tensor, BinaryWriter writer)
    {
        writer.WriteVariableLength((int)tensor.dtype);
        writer.WriteVariableLength(tensor.shape.Length);
        foreach (var size in tensor.shape)
        {
            writer.WriteVariableLength(size);
        }

        writer.Flush();
        using (no_grad())
        {
            using var detached = tensor.detach();
            using var host = detached.cpu();
            using var dense = host.contiguous();
            writer.BaseStream.Write(dense.bytes);
        }
    }

    /// <summary>Writes a tensor to a stream, which is closed.</summary>
    public static void Save(this Tensor tensor, Stream stream)
    {
        using var writer = new BinaryWriter(stream);
        tensor.Save(writer);
    }

    /// <summary>Writes a tensor to a file.</summary>
    public static void Save(this Tensor tensor, string location) => tensor.Save(File.Create(location));

    /// <summary>Reads elements into a tensor of the same type and shape, or passes over them.</summary>
    public static void Load(this Tensor tensor, BinaryReader reader, bool skip = false)
    {
        var (dtype, shape) = ReadHeader(reader);
        if (dtype != tensor.dtype)
        {
            throw new ArgumentException($"The saved tensor is of type {dtype}, the one to load into of type {tensor.dtype}.");
        }

        ReadElements(tensor, shape, reader, skip);
    }

    /// <summary>Reads a new tensor; where it is passed over, the result is of the saved shape.</summary>
    public static Tensor Load(BinaryReader reader, bool skip = false)
    {
        Tensor? tensor = null;
        Load(ref tensor, reader, skip);
        return tensor!;
    }

    /// <summary>Reads elements into a tensor of the same shape, or into a new one where there is none.</summary>
    public static void Load(ref Tensor? tensor, BinaryReader reader, bool skip = false)
    {
        var (dtype, shape) = ReadHeader(reader);
        tensor ??= zeros(shape, dtype: dtype);
        ReadElements(tensor, shape, reader, skip);
    }

    private static (ScalarType dtype, long[] shape) ReadHeader(BinaryReader reader)
    {
        var dtype = (ScalarType)reader.ReadVariableLength();
        var shape = new long[reader.ReadVariableLength()];
        for (var dimension = 0; dimension < shape.Length; dimension++)
        {
            shape[dimension] = reader.ReadVariableLength();
        }

        return (dtype, shape);
    }

    private static void ReadElements(Tensor tensor, long[] shape, BinaryReader reader, bool skip)
    {
        if (skip)
        {
            reader.BaseStream.Seek(tensor.NumberOfElements * tensor.ElementSize, SeekOrigin.Current);
            return;
        }

        if (!shape.SequenceEqual(tensor.shape))
        {
            throw new ArgumentException(
                $"The saved tensor has the shape [{string.Join(", ", shape)}], the one to load into [{string.Join(", ", tensor.shape)}].");
        }

        using (no_grad())
        {
            using var host = empty(shape, dtype: tensor.dtype);
            var elements = host.bytes;
            reader.BaseStream.ReadExactly(elements);
            tensor.copy_(host);
        }
    }
}
