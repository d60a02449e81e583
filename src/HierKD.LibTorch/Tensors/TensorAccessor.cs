using System.Collections;

namespace TorchSharp.Utils;

/// <summary>Reads and writes the elements of a tensor on the CPU, in row-major order whatever its strides are.</summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T>
    where T : unmanaged
{
    private torch.Tensor? tensor;
    private T* elements;
    private readonly long[] shape;
    private readonly long[] strides;
    private readonly bool contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
        {
            throw new InvalidOperationException("Reading data from non-CPU memory is not supported. Move or copy the tensor to the cpu before reading.");
        }

        this.tensor = tensor;
        elements = (T*)tensor.DataPointer;
        shape = tensor.shape;
        strides = tensor.stride();
        contiguous = tensor.is_contiguous();
    }

    public long Count => tensor?.numel() ?? 0;

    public bool IsReadOnly => false;

    public T this[params long[] indices]
    {
        get => elements[Offset(indices)];
        set => elements[Offset(indices)] = value;
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) =>
        ReferenceEquals(left, right) || (left is not null && right is not null && left.SequenceEqual(right));

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    public T[] ToArray()
    {
        var result = new T[Count];
        if (result.Length > 0)
        {
            CopyTo(result);
        }

        return result;
    }

    public Array ToNDArray()
    {
        if (shape.Length < 2)
        {
            return ToArray();
        }

        var result = Array.CreateInstance(typeof(T), shape);
        var indices = new long[shape.Length];
        foreach (var value in this)
        {
            result.SetValue(value, indices);
            for (var axis = shape.Length - 1; axis >= 0 && ++indices[axis] == shape[axis]; axis--)
            {
                indices[axis] = 0;
            }
        }

        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        RequireIndex(tensorIndex);
        var target = array[arrayIndex..];
        var count = (int)Math.Min(target.Length, Count - tensorIndex);
        if (contiguous)
        {
            new ReadOnlySpan<T>(elements + tensorIndex, count).CopyTo(target);
        }
        else
        {
            for (var k = 0; k < count; k++)
            {
                target[k] = elements[Offset(tensorIndex + k)];
            }
        }

        GC.KeepAlive(tensor);
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        RequireIndex(tensorIndex);
        var source = array[arrayIndex..];
        var count = (int)Math.Min(source.Length, Count - tensorIndex);
        if (contiguous)
        {
            source[..count].CopyTo(new Span<T>(elements + tensorIndex, count));
        }
        else
        {
            for (var k = 0; k < count; k++)
            {
                elements[Offset(tensorIndex + k)] = source[k];
            }
        }

        GC.KeepAlive(tensor);
    }

    public IEnumerator<T> GetEnumerator()
    {
        for (long k = 0; k < Count; k++)
        {
            yield return At(k);
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    public override int GetHashCode() => base.GetHashCode();

    public void Dispose()
    {
        tensor = null;
        elements = null;
    }

    internal static T ReadItemAt(torch.Tensor tensor, long index)
    {
        tensor.ValidateType(typeof(T));
        using var accessor = new TensorAccessor<T>(tensor);
        accessor.RequireIndex(index);
        return accessor.At(index);
    }

    private T At(long index) => elements[Offset(index)];

    private void RequireIndex(long index)
    {
        if (index < 0 || index >= Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The tensor has {Count} elements.");
        }
    }

    private long Offset(long[] indices)
    {
        if (indices.Length == 1)
        {
            if (indices[0] >= Count)
            {
                throw new IndexOutOfRangeException();
            }

            RequireIndex(indices[0]);
            return Offset(indices[0]);
        }

        var offset = 0L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (indices[axis] < 0 || indices[axis] >= shape[axis])
            {
                throw new IndexOutOfRangeException($"Index {indices[axis]} is outside of dimension {axis}, which has {shape[axis]} elements.");
            }

            offset += indices[axis] * strides[axis];
        }

        return offset;
    }

    private long Offset(long index)
    {
        if (contiguous)
        {
            return index;
        }

        var offset = 0L;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            (index, var position) = Math.DivRem(index, shape[axis]);
            offset += position * strides[axis];
        }

        return offset;
    }
}
