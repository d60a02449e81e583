using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>The memory of a tensor for MPI: its own where MPI can reach it, or a pinned copy on the host.</summary>
internal sealed unsafe class TensorMemory : IDisposable
{
    /// <summary>MPI counts in ints.</summary>
    private const long MostInACall = 1 << 30;

    private readonly Tensor _tensor;
    private readonly Tensor? _copy;
    private readonly nint _address;
    private readonly long _bytes;

    private TensorMemory(Tensor tensor, bool cudaAware)
    {
        _tensor = tensor;
        _bytes = tensor.numel() * tensor.element_size();
        if (_bytes == 0) return;
        if (tensor.device_type == DeviceType.CPU)
        {
            _address = AddressOf(tensor);
        }
        else if (cudaAware && tensor.device_type == DeviceType.CUDA)
        {
            // MPI knows nothing of torch's streams.
            cuda.synchronize(tensor.device);
            _address = THSTensor_data(tensor.Handle);
        }
        else
        {
            using var scope = NewDisposeScope();
            var host = tensor.detach().cpu();
            _copy = (tensor.device_type == DeviceType.CUDA ? host.pin_memory() : host).DetachFromDisposeScope();
            _address = AddressOf(_copy);
        }
    }

    public static TensorMemory Of(Tensor tensor, bool cudaAware) => new(tensor, cudaAware);

    /// <exception cref="ArgumentException">The tensor's elements do not lie one after the other.</exception>
    public static void RequireContiguous(Tensor tensor)
    {
        if (!tensor.is_contiguous()) throw new ArgumentException("The tensor is not contiguous; give tensor.contiguous().", nameof(tensor));
    }

    /// <summary>Does something with all elements, in parts that MPI can count.</summary>
    public void ForEachPart(long elementSize, Action<nint, int> use)
    {
        var count = _bytes / elementSize;
        for (var done = 0L; done < count; done += MostInACall)
        {
            use(_address + (nint)(done * elementSize), (int)Math.Min(MostInACall, count - done));
        }
    }

    /// <summary>Brings what has changed to where the tensor is.</summary>
    public void GiveBack()
    {
        if (_copy is null) return;
        using var quiet = no_grad();
        _tensor.copy_(_copy);
    }

    public void Dispose() => _copy?.Dispose();

    /// <summary>Memory of torch's does not move, so that its address stays good while the tensor lives.</summary>
    private nint AddressOf(Tensor tensor)
    {
        // A span is no longer than an int.
        if (_bytes > int.MaxValue) return THSTensor_data(tensor.Handle);
        fixed (byte* first = &MemoryMarshal.GetReference(tensor.bytes)) return (nint)first;
    }

    /// <summary>TorchSharp tells no address on a GPU; its native library does.</summary>
    [DllImport("LibTorchSharp")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.AssemblyDirectory | DllImportSearchPath.SafeDirectories)]
    private static extern nint THSTensor_data(nint tensor);
}
