using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public unsafe partial class Tensor
    {
        public long Dimensions => Read(Native.Dimensions(Handle));

        public long ndim => Dimensions;

        public long NumberOfElements => Read(Native.Elements(Handle));

        public long ElementSize => Read(Native.ItemSize(Handle));

        public ScalarType dtype => (ScalarType)Read(Native.Type(Handle));

        public DeviceType device_type => (DeviceType)(Read(Native.Device(Handle)) >> 32);

        public int device_index => (int)Read(Native.Device(Handle));

        public Device device => device_type == DeviceType.CPU ? new Device(DeviceType.CPU) : new Device(device_type, device_index);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse => Read(Native.IsSparse(Handle)) != 0;

        public long[] shape
        {
            get
            {
                var result = new long[Dimensions];
                fixed (long* sizes = result)
                {
                    Native.Check(Native.Sizes(Handle, sizes));
                }

                GC.KeepAlive(this);
                return result;
            }
        }

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public long[] size() => shape;

        public long[] stride()
        {
            var result = new long[Dimensions];
            fixed (long* strides = result)
            {
                Native.Check(Native.Strides(Handle, strides));
            }

            GC.KeepAlive(this);
            return result;
        }

        public long storage_offset() => Read(Native.StorageOffset(Handle));

        public bool is_contiguous()
        {
            int result;
            Native.Check(Native.IsContiguous(Handle, 0, &result));
            GC.KeepAlive(this);
            return result != 0;
        }

        public bool is_pinned() => Aten.is_pinned.CallBool(this);

        /// <summary>Passes on what was read from the handle, which must outlive the reading.</summary>
        private T Read<T>(T value)
        {
            GC.KeepAlive(this);
            return value;
        }
    }
}
