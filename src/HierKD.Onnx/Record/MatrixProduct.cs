namespace HierKD.Onnx;

/// <summary>
/// A product that libtorch refuses ends the process: TorchSharp catches what libtorch throws in every operator but this one.
/// </summary>
internal static class MatrixProduct
{
    public const string Function = "THSTensor_matmul";

    /// <exception cref="InvalidOperationException">libtorch would refuse it.</exception>
    public static void Require(nint left, nint right)
    {
        var (one, other) = (new NativeTensor(left), new NativeTensor(right));
        var (rows, columns) = (one.Shape, other.Shape);
        if (one.Type != other.Type)
        {
            throw new InvalidOperationException($"matmul of elements of type {one.Type} with {other.Type}.");
        }
        if (rows.Length == 0 || columns.Length == 0 || rows[^1] != columns[columns.Length == 1 ? 0 : ^2] || !Broadcast(rows, columns))
        {
            throw new InvalidOperationException(
                $"matmul of shapes [{string.Join(", ", rows)}] and [{string.Join(", ", columns)}], which do not fit.");
        }
    }

    private static bool Broadcast(long[] rows, long[] columns) =>
        rows.SkipLast(2).Reverse().Zip(columns.SkipLast(2).Reverse()).All(p => p.First == p.Second || p.First == 1 || p.Second == 1);
}
