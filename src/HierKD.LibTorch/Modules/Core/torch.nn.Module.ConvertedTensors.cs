using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>Makes a moved or converted buffer, unless that would change nothing; the old one is disposed.</summary>
            protected static bool ReplaceBuffer(ScalarType? dtype, Device? device, Tensor buffer, out Tensor? result)
            {
                result = null;
                if (!WouldChange(buffer, dtype, device))
                {
                    return false;
                }

                result = buffer.to(Converted(buffer, dtype), device ?? buffer.device, disposeAfter: true).DetachFromDisposeScope();
                return true;
            }

            /// <summary>Makes a moved or converted parameter with its gradient, unless that would change nothing; the old one lives on.</summary>
            protected static bool ReplaceParameter(ScalarType? dtype, Device? device, Parameter param, out Parameter? p)
            {
                p = null;
                using var grad = param.grad;
                if (!WouldChange(param, dtype, device) && (grad is null || !WouldChange(grad, dtype, device)))
                {
                    return false;
                }

                using (no_grad())
                {
                    var target = Converted(param, dtype);
                    p = new Parameter(param.to(target, device ?? param.device), param.requires_grad);
                    p.DetachFromDisposeScope();
                    if (grad is not null)
                    {
                        using var moved = grad.to(target, device ?? param.device).with_requires_grad(grad.requires_grad);
                        p.grad = moved;
                    }
                }

                return true;
            }

            /// <summary>The device and element type to use where the caller leaves them open.</summary>
            protected static (Device device, ScalarType dtype) GetDefaultDeviceAndType(Device? device = null, ScalarType? dtype = null) =>
                (device ?? get_default_device(), dtype ?? get_default_dtype());

            private static bool WouldChange(Tensor tensor, ScalarType? dtype, Device? device) =>
                (dtype is not null && dtype != tensor.dtype)
                || (device is not null && (device.type != tensor.device_type
                    || (device.type == DeviceType.CUDA && device.index >= 0 && device.index != tensor.device_index)));

            // Counters and masks keep their integral type.
            private static ScalarType Converted(Tensor tensor, ScalarType? dtype) =>
                dtype is not null && IsParameterType(tensor.dtype) ? dtype.Value : tensor.dtype;

            private static bool IsParameterType(ScalarType dtype) => is_floating_point(dtype) || is_complex(dtype);

            private static void ThrowUnlessParameterType(ScalarType dtype)
            {
                if (!IsParameterType(dtype))
                {
                    throw new ArgumentException($"A module is converted to a floating-point or complex type, not to {dtype}.");
                }
            }

            private static void ThrowUnlessAvailable(DeviceType type)
            {
                if (type == DeviceType.CUDA && !cuda.is_available())
                {
                    throw new InvalidOperationException("CUDA is not available.");
                }
            }
        }
    }
}
