using System.Reflection;
using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            private bool componentsAreRegistered;

            /// <summary>Registers a buffer.</summary>
            public virtual void register_buffer(string name, Tensor tensor, bool persistent = true)
            {
                if (tensor is null || tensor.IsInvalid)
                {
                    throw new ArgumentNullException(nameof(tensor), $"Buffer '{name}' has no tensor.");
                }

                if (_internal_buffers.ContainsKey(name))
                {
                    throw new InvalidOperationException($"A buffer named '{name}' is registered already.");
                }

                _internal_buffers.Add(name, (tensor, persistent));
            }

            /// <summary>Registers a parameter.</summary>
            public virtual void register_parameter(string name, Parameter param)
            {
                if (param is null || param.IsInvalid)
                {
                    throw new ArgumentNullException(nameof(param), $"Parameter '{name}' has no tensor.");
                }

                if (_internal_params.ContainsKey(name))
                {
                    throw new InvalidOperationException($"A parameter named '{name}' is registered already.");
                }

                _internal_params.Add(name, param);
            }

            /// <summary>Registers a submodule.</summary>
            public void add_module(string name, Module module) => register_module(name, module);

            /// <summary>Registers a submodule; null removes the one of that name.</summary>
            public virtual void register_module(string name, Module submodule)
            {
                if (submodule is null || submodule.isDisposed)
                {
                    Forget(_internal_submodules, name);
                    return;
                }

                if (name.Contains('.', StringComparison.Ordinal))
                {
                    throw new ArgumentException($"A module's name has no dot in it, but '{name}' has.");
                }

                if (string.IsNullOrEmpty(name))
                {
                    throw new ArgumentException("A module's name is not empty.");
                }

                if (_internal_submodules.ContainsKey(name))
                {
                    throw new InvalidOperationException($"A module named '{name}' is registered already.");
                }

                submodule.RegisterComponents();
                _internal_submodules.Add(name, submodule);
            }

            /// <summary>Registers a parameter, replaces the one of that name, or removes it if the value is null.</summary>
            protected void ConditionallyRegisterParameter(string name, Tensor? value) =>
                ConditionallyRegisterParameter(name, value as Parameter);

            /// <summary>Registers a parameter, replaces the one of that name, or removes it if the value is null.</summary>
            protected void ConditionallyRegisterParameter(string name, Parameter? value)
            {
                if (value is not null)
                {
                    _internal_params[name] = value;
                }
                else
                {
                    Forget(_internal_params, name);
                }
            }

            /// <summary>Registers a buffer, replaces the one of that name, or removes it if the value is null.</summary>
            protected void ConditionallyRegisterBuffer(string name, Tensor? value, bool persistent = true)
            {
                if (value is not null)
                {
                    _internal_buffers[name] = (value, persistent);
                }
                else
                {
                    Forget(_internal_buffers, name);
                }
            }

            /// <summary>Registers every module, parameter and tensor that a field holds; the derived type's fields come first.</summary>
            protected virtual void RegisterComponents()
            {
                if (componentsAreRegistered)
                {
                    return;
                }

                foreach (var field in FieldsOf(GetType()))
                {
                    var component = field.ComponentName();
                    if (_internal_submodules.ContainsKey(component)
                        || _internal_params.ContainsKey(component)
                        || _internal_buffers.ContainsKey(component))
                    {
                        continue;
                    }

                    switch (field.GetValue(this))
                    {
                        case Module module:
                            register_module(component, module);
                            break;
                        case Parameter parameter:
                            register_parameter(component, parameter);
                            break;
                        case Tensor tensor:
                            register_buffer(component, tensor);
                            break;
                    }
                }

                componentsAreRegistered = true;
            }

            /// <summary>Forgets all submodules.</summary>
            protected void ClearModules() => _internal_submodules.clear();

            private static void Forget<T>(OrderedDict<string, T> components, string name)
            {
                if (components.TryGetValue(name, out _))
                {
                    components.Remove(name);
                }
            }

            // Private fields of a base type are seen only by asking that type; of two fields with one name the most derived counts.
            private static IEnumerable<FieldInfo> FieldsOf(Type type)
            {
                var seen = new HashSet<string>();
                for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
                {
                    foreach (var field in level.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance))
                    {
                        if (seen.Add(field.Name))
                        {
                            yield return field;
                        }
                    }
                }
            }
        }
    }
}
