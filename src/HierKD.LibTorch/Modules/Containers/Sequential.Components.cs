using static TorchSharp.torch;

namespace TorchSharp.Modules;

public partial class Sequential
{
    /// <inheritdoc/>
    public override IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
    {
        if (!recurse)
        {
            yield break;
        }

        var seen = new HashSet<IntPtr> { IntPtr.Zero };
        foreach (var (prefix, child) in named_children())
        {
            foreach (var (name, parameter) in child.named_parameters(true))
            {
                if (seen.Add(HandleOf(parameter)))
                {
                    yield return ($"{prefix}.{name}", parameter);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_persistent = true)
    {
        if (!recurse)
        {
            yield break;
        }

        var seen = new HashSet<IntPtr> { IntPtr.Zero };
        foreach (var (prefix, child) in named_children())
        {
            foreach (var (name, buffer) in child.named_buffers(true, include_persistent))
            {
                if (seen.Add(HandleOf(buffer)))
                {
                    yield return ($"{prefix}.{name}", buffer);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<(string name, nn.Module module)> named_children() =>
        _names.Zip(_modules, (name, link) => (name, (nn.Module)link));

    /// <inheritdoc/>
    public override IEnumerable<(string name, nn.Module module)> named_modules() =>
        named_children().Concat(named_children().SelectMany(
            child => child.module.named_modules(),
            (child, below) => ($"{child.name}.{below.name}", below.module)));

    /// <inheritdoc/>
    public override nn.Module apply(Action<nn.Module> fn)
    {
        foreach (var child in children())
        {
            child.apply(fn);
        }

        fn(this);
        return this;
    }

    /// <inheritdoc/>
    public override void train(bool on = true) => base.train(on);

    /// <inheritdoc/>
    public override void eval() => base.eval();
}
