using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            /// <summary>The saved buffers with their dotted names, each tensor once.</summary>
            public virtual IEnumerable<(string name, Tensor buffer)> named_buffers(bool recurse = true, bool include_nonpersistent = true)
            {
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (name, (buffer, persistent)) in _internal_buffers)
                {
                    // TorchSharp leaves out the buffers that are not saved, whatever the caller asks for.
                    if (persistent && seen.Add(HandleOf(buffer)))
                    {
                        yield return (name, buffer);
                    }
                }

                if (!recurse)
                {
                    yield break;
                }

                foreach (var (prefix, child) in _internal_submodules)
                {
                    foreach (var (name, buffer) in child.named_buffers(true, include_nonpersistent))
                    {
                        if (seen.Add(HandleOf(buffer)))
                        {
                            yield return ($"{prefix}.{name}", buffer);
                        }
                    }
                }
            }

            /// <summary>The saved buffers, each tensor once.</summary>
            public virtual IEnumerable<Tensor> buffers(bool recurse = true, bool include_nonpersistent = true) =>
                named_buffers(recurse, include_nonpersistent).Select(named => named.buffer);

            /// <summary>The parameters with their dotted names, each tensor once.</summary>
            public virtual IEnumerable<(string name, Parameter parameter)> named_parameters(bool recurse = true)
            {
                var seen = new HashSet<IntPtr> { IntPtr.Zero };
                foreach (var (name, parameter) in _internal_params)
                {
                    if (seen.Add(HandleOf(parameter)))
                    {
                        yield return (name, parameter);
                    }
                }

                if (!recurse)
                {
                    yield break;
                }

                foreach (var (prefix, child) in _internal_submodules)
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

            /// <summary>The parameters, each tensor once.</summary>
            public virtual IEnumerable<Parameter> parameters(bool recurse = true) =>
                named_parameters(recurse).Select(named => named.parameter);

            /// <summary>The direct submodules with their names.</summary>
            public virtual IEnumerable<(string name, Module module)> named_children() => _internal_submodules;

            /// <summary>The direct submodules.</summary>
            public virtual IEnumerable<Module> children() => named_children().Select(named => named.module);

            /// <summary>Everything below the module, with dotted names: first all children, then what is below each of them.</summary>
            public virtual IEnumerable<(string name, Module module)> named_modules()
            {
                foreach (var child in _internal_submodules)
                {
                    yield return child;
                }

                foreach (var (prefix, child) in _internal_submodules)
                {
                    foreach (var (name, module) in child.named_modules())
                    {
                        yield return ($"{prefix}.{name}", module);
                    }
                }
            }

            /// <summary>Everything below the module.</summary>
            public virtual IEnumerable<Module> modules() => named_modules().Select(named => named.module);

            /// <summary>Whether there is a buffer of that dotted name.</summary>
            public virtual bool has_buffer(string target) =>
                _internal_buffers.ContainsKey(target) || Below(target).Any(part => part.child.has_buffer(part.rest));

            /// <summary>Whether there is a parameter of that dotted name.</summary>
            public virtual bool has_parameter(string target) =>
                _internal_params.ContainsKey(target) || Below(target).Any(part => part.child.has_parameter(part.rest));

            /// <summary>The buffer of that dotted name, or null.</summary>
            public virtual Tensor? get_buffer(string target) =>
                _internal_buffers.TryGetValue(target, out var own)
                    ? own.Item1
                    : Below(target).Select(part => part.child.get_buffer(part.rest)).FirstOrDefault(found => found is not null);

            /// <summary>The parameter of that dotted name, or null.</summary>
            public virtual Parameter? get_parameter(string target) =>
                _internal_params.TryGetValue(target, out var own)
                    ? own
                    : Below(target).Select(part => part.child.get_parameter(part.rest)).FirstOrDefault(found => found is not null);

            private IEnumerable<(Module child, string rest)> Below(string target)
            {
                var dot = target.IndexOf('.', StringComparison.Ordinal);
                return dot < 0
                    ? []
                    : named_children().Where(child => child.name == target[..dot]).Select(child => (child.module, target[(dot + 1)..]));
            }

            // A disposed tensor has no handle to compare; TorchSharp's enumerations pass over it.
            private protected static IntPtr HandleOf(Tensor tensor) => tensor.IsInvalid ? IntPtr.Zero : tensor.Handle;
        }
    }
}
