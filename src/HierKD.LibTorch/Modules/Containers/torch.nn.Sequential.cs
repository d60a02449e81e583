using TorchSharp.Modules;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        /// <summary>Creates an empty chain.</summary>
        public static Sequential Sequential() => new();

        /// <summary>Chains modules under their names.</summary>
        public static Sequential Sequential(params (string name, Module<Tensor, Tensor> submodule)[] modules) =>
            Sequential((IEnumerable<(string, Module<Tensor, Tensor>)>)modules);

        /// <summary>Chains modules, named by their position.</summary>
        public static Sequential Sequential(params Module<Tensor, Tensor>[] modules) =>
            Sequential((IEnumerable<Module<Tensor, Tensor>>)modules);

        /// <summary>Chains modules under their names.</summary>
        public static Sequential Sequential(params Tuple<string, Module<Tensor, Tensor>>[] modules) =>
            Sequential((IEnumerable<Tuple<string, Module<Tensor, Tensor>>>)modules);

        /// <summary>Chains modules under their names.</summary>
        public static Sequential Sequential(IEnumerable<(string name, Module<Tensor, Tensor> submodule)> modules)
        {
            var chain = Sequential();
            foreach (var (name, submodule) in modules)
            {
                chain.Add(name, submodule);
            }

            return chain;
        }

        /// <summary>Chains modules under their names.</summary>
        public static Sequential Sequential(IEnumerable<Tuple<string, Module<Tensor, Tensor>>> modules) =>
            Sequential(modules.Select(named => (named.Item1, named.Item2)));

        /// <summary>Chains modules, named by their position.</summary>
        public static Sequential Sequential(IEnumerable<Module<Tensor, Tensor>> modules)
        {
            var chain = Sequential();
            foreach (var submodule in modules)
            {
                chain.Add(submodule);
            }

            return chain;
        }
    }
}
