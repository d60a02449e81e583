using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>A module with two inputs that has, and may have, neither parameters nor buffers.</summary>
public abstract class ParameterLessModule<T1, T2, TResult> : nn.Module<T1, T2, TResult>, IParameterLessModule
{
    /// <summary>Creates a module.</summary>
    protected ParameterLessModule(string name) : base(name) { }

    /// <inheritdoc/>
    protected internal override nn.Module _to(Device device, ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(DeviceType deviceType, int deviceIndex, bool non_blocking) => this;

    /// <inheritdoc/>
    protected internal override nn.Module _to(ScalarType dtype, bool non_blocking) => this;

    /// <inheritdoc/>
    public override void register_buffer(string name, Tensor tensor, bool persistent = true) =>
        throw new InvalidOperationException($"A parameter-less module takes no buffer, so not '{name}' either.");

    /// <inheritdoc/>
    public override void register_parameter(string name, Parameter param) =>
        throw new InvalidOperationException($"A parameter-less module takes no parameter, so not '{name}' either.");

    /// <inheritdoc/>
    public override void register_module(string name, nn.Module submodule)
    {
        if (submodule is not IParameterLessModule)
        {
            throw new InvalidOperationException($"A parameter-less module takes only parameter-less submodules; '{name}' is none.");
        }

        base.register_module(name, submodule);
    }
}
