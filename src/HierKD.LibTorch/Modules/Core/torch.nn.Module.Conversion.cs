using System.Reflection;
using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The type of the device that the module was moved to.</summary>
            protected DeviceType _deviceType = DeviceType.CPU;

            /// <summary>The index of the device that the module was moved to.</summary>
            protected int _deviceIndex = -1;

            /// <summary>Moves and converts the parameters and buffers.</summary>
            protected internal virtual Module _to(Device device, ScalarType dtype, bool non_blocking)
            {
                ThrowUnlessParameterType(dtype);
                ThrowUnlessAvailable(device.type);
                _toEpilog(device.type == DeviceType.CUDA ? device : new Device(device.type, -1), dtype, non_blocking);
                return this;
            }

            /// <summary>Moves the parameters and buffers.</summary>
            protected internal virtual Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking)
            {
                if (deviceType != DeviceType.CUDA)
                {
                    deviceIndex = -1;
                }

                ThrowUnlessAvailable(deviceType);
                if (deviceType != _deviceType || deviceIndex != _deviceIndex)
                {
                    _toEpilog(deviceType, deviceIndex, non_blocking);
                }

                return this;
            }

            /// <summary>Converts the parameters and buffers.</summary>
            protected internal virtual Module _to(ScalarType dtype, bool non_blocking)
            {
                ThrowUnlessParameterType(dtype);
                _toEpilog(dtype, non_blocking);
                return this;
            }

            /// <summary>Moves and converts the parameters and buffers to where and what another tensor is.</summary>
            public Module _to(Tensor other, bool non_blocking)
            {
                _to(other.dtype, non_blocking);
                return _to(other.device_type, other.device_index, non_blocking);
            }

            /// <summary>Converts the tensors of the module and of everything below it.</summary>
            protected void _toEpilog(ScalarType dtype, bool non_blocking) => _toEpilog(dtype, null, non_blocking);

            /// <summary>Moves and converts the tensors of the module and of everything below it.</summary>
            protected void _toEpilog(Device device, ScalarType dtype, bool non_blocking) => _toEpilog((ScalarType?)dtype, device, non_blocking);

            /// <summary>Moves the tensors of the module and of everything below it.</summary>
            protected void _toEpilog(DeviceType deviceType, int deviceIndex, bool non_blocking) =>
                _toEpilog(null, new Device(deviceType, deviceIndex), non_blocking);

            /// <summary>Replaces the tensors of the module and of everything below it by moved or converted ones, where that changes them.</summary>
            protected virtual void _toEpilog(ScalarType? dtype, Device? device, bool non_blocking)
            {
                if (dtype is null && device is null)
                {
                    throw new ArgumentNullException(nameof(dtype), "Either an element type or a device is needed.");
                }

                foreach (var (_, child) in named_children())
                {
                    if (device is null)
                    {
                        child._to(dtype!.Value, non_blocking);
                    }
                    else if (dtype is null)
                    {
                        child._to(device.type, device.index, non_blocking);
                    }
                    else
                    {
                        child._to(device, dtype.Value, non_blocking);
                    }
                }

                var fields = FieldsOf(GetType()).ToDictionary(field => field.ComponentName());
                var properties = GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).ToDictionary(property => property.Name);

                foreach (var (name, parameter) in named_parameters(false).ToList())
                {
                    if (!ReplaceParameter(dtype, device, parameter, out var replacement))
                    {
                        continue;
                    }

                    if (properties.TryGetValue(name, out var property))
                    {
                        property.SetValue(this, replacement);
                        continue;
                    }

                    parameter.Dispose();
                    ConditionallyRegisterParameter(name, replacement);
                    if (fields.TryGetValue(name, out var field))
                    {
                        field.SetValue(this, replacement);
                    }
                }

                foreach (var (name, buffer) in named_buffers(false).ToList())
                {
                    if (!ReplaceBuffer(dtype, device, buffer, out var replacement))
                    {
                        continue;
                    }

                    if (properties.TryGetValue(name, out var property))
                    {
                        property.SetValue(this, replacement);
                        continue;
                    }

                    ConditionallyRegisterBuffer(name, replacement);
                    if (fields.TryGetValue(name, out var field))
                    {
                        field.SetValue(this, replacement);
                    }
                }

                if (device is not null)
                {
                    _deviceType = device.type;
                    _deviceIndex = device.index;
                }
            }

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
