using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class optim
    {
        /// <summary>Changes parameters, group by group, by their gradients.</summary>
        public abstract partial class Optimizer : IDisposable
        {
            protected IList<ParamGroup> _parameter_groups = new List<ParamGroup>();

            private protected Optimizer() { }

            /// <summary>For optimizers of the caller's own; no optimizer of this engine lives in the native library, so the handle says nothing.</summary>
            protected Optimizer(nint handle) { }

            ~Optimizer() => Dispose(false);

            /// <summary>The groups of parameters with their learning rates.</summary>
            public virtual IEnumerable<ILearningRateController> ParamGroups => _parameter_groups;

            /// <summary>Changes the parameters once; the closure, if any, computes the loss anew before. Without a rule of its own an optimizer changes nothing.</summary>
            public virtual Tensor step(Func<Tensor>? closure = null) => closure?.Invoke()!;

            /// <summary>Sets the gradients to zero.</summary>
            public virtual void zero_grad()
            {
                foreach (var parameter in parameters())
                {
                    using var gradient = parameter.grad;
                    gradient?.fill_(0);
                }
            }

            /// <summary>The parameters of all groups.</summary>
            public virtual IEnumerable<Parameter> parameters() => _parameter_groups.SelectMany(group => group.Parameters);

            /// <summary>Adds a group of parameters.</summary>
            public virtual void add_param_group(ParamGroup param_group) => _parameter_groups.Add(param_group);

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing) { }

            /// <summary>The options of all groups and the state of all parameters.</summary>
            public class StateDictionary
            {
                internal StateDictionary() { }

                public List<OptimizerOptions> Options { get; private set; } = [];

                public List<OptimizerState> State { get; private set; } = [];

                /// <summary>For each group, which of the states are its parameters'.</summary>
                public List<List<int>> StateIndexRef { get; private set; } = [];
            }
        }
    }
}
