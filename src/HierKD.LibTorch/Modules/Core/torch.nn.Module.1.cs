namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Something that can be called with one input.</summary>
        public interface IModule<T, TResult>
        {
            /// <summary>Runs the hooks and the forward pass.</summary>
            TResult call(T input1);
        }

        /// <summary>A module with one input.</summary>
        public abstract class Module<T, TResult>
            : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>, IModule<T, TResult>
        {
            /// <summary>Creates a module.</summary>
            protected Module(string name) : base(name) { }

            /// <summary>The forward pass; it runs no hooks.</summary>
            public abstract TResult forward(T input);

            /// <summary>Runs the hooks and the forward pass.</summary>
            public TResult call(T input)
            {
                BeforeForward();
                foreach (var hook in pre_hooks.Values)
                {
                    var replacement = hook(this, input);
                    if (replacement is not null)
                    {
                        input = replacement;
                    }
                }

                var result = forward(input);
                foreach (var hook in post_hooks.Values)
                {
                    var replacement = hook(this, input, result);
                    if (replacement is not null)
                    {
                        result = replacement;
                    }
                }

                AfterForward();
                return result;
            }
        }
    }
}
