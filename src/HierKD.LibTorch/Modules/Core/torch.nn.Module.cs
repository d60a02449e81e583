using TorchSharp.Modules;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>The base of every neural network module: a tree of submodules, parameters and buffers.</summary>
        public partial class Module : IDisposable
        {
            /// <summary>The submodules, in the order of their registration.</summary>
            protected OrderedDict<string, Module> _internal_submodules = new();

            /// <summary>The buffers and whether each is saved, in the order of their registration.</summary>
            protected OrderedDict<string, (Tensor, bool)> _internal_buffers = new();

            /// <summary>The parameters, in the order of their registration.</summary>
            protected OrderedDict<string, Parameter> _internal_params = new();

            /// <summary>The name of the kind of module.</summary>
            protected string? name;

            private bool isTraining = true;
            private bool isDisposed;

            /// <summary>Creates a module.</summary>
            protected Module(string name) => this.name = name;

            /// <summary>Finalizes the module.</summary>
            ~Module() => Dispose(false);

            /// <summary>Whether the module is in training mode.</summary>
            public virtual bool training => isTraining;

            /// <summary>The name of the kind of module.</summary>
            public virtual string GetName() => string.IsNullOrEmpty(name) ? GetType().Name : name;

            /// <summary>Sets the training mode of the module and of everything below it.</summary>
            public virtual void train(bool train = true)
            {
                isTraining = train;
                foreach (var (_, child) in named_children())
                {
                    child.train(train);
                }
            }

            /// <summary>Puts the module and everything below it into evaluation mode.</summary>
            public virtual void eval() => train(false);

            /// <summary>Calls a function on every submodule, then on the module itself.</summary>
            public virtual Module apply(Action<Module> fn)
            {
                foreach (var (_, child) in _internal_submodules)
                {
                    child.apply(fn);
                }

                fn(this);
                return this;
            }

            /// <summary>Clears the gradients of all parameters.</summary>
            public virtual void zero_grad(bool set_to_none = true)
            {
                foreach (var (_, parameter) in named_parameters())
                {
                    using var grad = parameter.grad;
                    if (grad is null)
                    {
                        continue;
                    }

                    if (set_to_none)
                    {
                        parameter.grad = null;
                    }
                    else
                    {
                        grad.fill_(0);
                    }
                }
            }

            /// <summary>Disposes the parameters and buffers of the module and of everything below it.</summary>
            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            /// <summary>Disposes the parameters and buffers of the module and of everything below it.</summary>
            protected virtual void Dispose(bool disposing)
            {
                if (!disposing || isDisposed)
                {
                    return;
                }

                foreach (var (_, buffer) in named_buffers(false))
                {
                    buffer.DetachFromDisposeScope().Dispose();
                }

                foreach (var (_, parameter) in named_parameters(false))
                {
                    parameter.DetachFromDisposeScope().Dispose();
                }

                foreach (var (_, module) in named_modules())
                {
                    module.Dispose();
                }

                isDisposed = true;
            }
        }
    }
}
