namespace TorchSharp.Utils;

/// <summary>Whole numbers in as few bytes as they need (unsigned LEB128), as TorchSharp's files have them.</summary>
internal static class VariableLength
{
    internal static void WriteVariableLength(this BinaryWriter writer, long value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        writer.Write7BitEncodedInt64(value);
    }

    internal static long ReadVariableLength(this BinaryReader reader) => reader.Read7BitEncodedInt64();
}
