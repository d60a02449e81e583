using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace HierKD;

/// <summary>Whether a saved state can be that of the optimizer at hand: libtorch believes whatever it is told of it.</summary>
internal static class OptimizerFit
{
    // A count of steps above it is no longer exact as a number of a manifest.
    private const double LargestCount = 1L << 53;

    /// <exception cref="InvalidDataException">The state is of other parameters, or cannot be right.</exception>
    public static void Require(
        string source, OptimizerManifest manifest, IReadOnlyDictionary<string, Tensor> tensors, OptimizerKind kind,
        OptimizerHelper optimizer, Func<int, string, string> nameOf)
    {
        var (state, parameters) = (optimizer.state_dict(), optimizer.parameters().ToArray());
        Require(manifest.Groups?.Count == state.Options.Count, "is of another number of parameter groups");
        Require(
            manifest.Numbers?.Count == state.State.Count && parameters.Length == state.State.Count, "is of another number of parameters");
        foreach (var group in manifest.Groups!)
        {
            // Some have no limit: a largest step may be infinite.
            Require(
                kind.Options.All(slot => group?.Options?.TryGetValue(slot.Name, out var value) == true && !double.IsNaN(value)),
                "does not tell what the optimizer was told");
            Require(kind.Flags.All(slot => group?.Flags?.ContainsKey(slot.Name) == true), "does not tell what is on and off");
        }
        HashSet<string> expected = [];
        for (var i = 0; i < parameters.Length; i++)
        {
            foreach (var slot in kind.Numbers) RequireCount(manifest.Numbers![i], slot.Name);
            foreach (var slot in kind.Tensors)
            {
                var name = nameOf(i, slot.Name);
                expected.Add(name);
                RequireTensor(name, tensors.GetValueOrDefault(name), parameters[i], slot.IsOptional);
            }
        }
        Require(tensors.Keys.All(expected.Contains), "holds tensors of another kind of optimizer");

        void RequireCount(IReadOnlyDictionary<string, double>? numbers, string name) => Require(
            numbers is not null && numbers.TryGetValue(name, out var value) && value is >= 0 and <= LargestCount,
            $"has no '{name}' that can be right");

        void RequireTensor(string name, Tensor? saved, Parameter parameter, bool isOptional)
        {
            if (saved is null)
            {
                Require(isOptional, $"has no '{name}'");
                return;
            }
            Require(
                saved.dtype == parameter.dtype && saved.shape.SequenceEqual(parameter.shape),
                $"has '{name}' as {saved.dtype} [{string.Join(", ", saved.shape)}], its parameter is {parameter.dtype} " +
                $"[{string.Join(", ", parameter.shape)}]");
            using var scope = NewDisposeScope();
            Require(saved.isfinite().all().ToBoolean(), $"holds values that are not finite in '{name}'");
        }

        void Require(bool isRight, string what)
        {
            if (!isRight) throw Refuse(source, $"it {what}");
        }
    }

    /// <summary>The refusal of a state that cannot be the optimizer's.</summary>
    public static InvalidDataException Refuse(string source, string reason, Exception? inner = null) =>
        new($"'{source}' has no state of this optimizer: {reason}. Delete it to begin anew.", inner);
}
