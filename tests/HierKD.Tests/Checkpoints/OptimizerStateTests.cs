using HierKD.Tests.Run;
using HierKD.Tests.Training;
using TorchSharp.Modules;

namespace HierKD.Tests.Checkpoints;

/// <summary>What a file says of an optimizer is looked at before torch sees it: torch believes all of it.</summary>
public sealed class OptimizerStateTests : ScopedTest
{
    private static readonly Dictionary<string, Func<IEnumerable<Parameter>, OptimizerHelper>> Kinds = new()
    {
        ["SGD"] = p => optim.SGD(p, 0.1, momentum: 0.9, weight_decay: 0.01, nesterov: true),
        ["SGD, plain"] = p => optim.SGD(p, 0.1),
        ["Adam"] = p => optim.Adam(p, 0.1, beta1: 0.8, amsgrad: true),
        ["Adam, plain"] = p => optim.Adam(p, 0.1),
        ["AdamW"] = p => optim.AdamW(p, 0.1, amsgrad: true),
        ["RMSProp"] = p => optim.RMSProp(p, 0.1, momentum: 0.9, centered: true),
        ["RMSProp, plain"] = p => optim.RMSProp(p, 0.1),
        ["Adadelta"] = p => optim.Adadelta(p, 0.7),
        ["Adagrad"] = p => optim.Adagrad(p, 0.1, lr_decay: 0.01),
        ["Adamax"] = p => optim.Adamax(p, 0.1),
        ["NAdam"] = p => optim.NAdam(p, 0.1),
        ["RAdam"] = p => optim.RAdam(p, 0.1),
        ["ASGD"] = p => optim.ASGD(p, 0.1, weight_decay: 0.1),
        ["Rprop"] = p => optim.Rprop(p, 0.1),
    };

    public static TheoryData<string> Names => [.. Kinds.Keys];

    [Fact]
    public void Every_kind_of_torchs_is_tried() => Assert.Equal(
        OptimizerKinds.Names.Order(), Kinds.Keys.Select(k => k.Split(',')[0]).Distinct().Order());

    [Theory]
    [MemberData(nameof(Names))]
    public void All_that_torch_would_save_comes_back(string name)
    {
        var (first, parameters) = Trained(name);
        using (first)
        {
            var expected = OptimizerStates.Bytes(first);
            using var second = Kinds[name](Copies(parameters));
            foreach (var group in second.ParamGroups) group.LearningRate = 77;
            OptimizerStates.Copy(first, second);
            Assert.Equal(expected, OptimizerStates.Bytes(second));
            Assert.Equal(expected, OptimizerStates.Bytes(first));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_state_is_the_optimizers_own_whatever_scope_it_comes_in(string name)
    {
        var (first, parameters) = Trained(name);
        using (first)
        {
            using var second = Kinds[name](parameters);
            using (NewDisposeScope()) OptimizerStates.Copy(first, second);
            foreach (var parameter in parameters) parameter.grad = ones_like(parameter);
            second.step();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void What_cannot_be_right_is_refused_and_changes_nothing(string name)
    {
        var (first, parameters) = Trained(name);
        using (first)
        {
            using var saved = SavedOptimizer.Of(first);
            var tensors = saved.Tensors.ToDictionary(t => t.Name, t => t.Tensor);
            foreach (var (key, value) in tensors)
            {
                Refused(t => t[key] = value.to(float64));
                Refused(t => t[key] = value.narrow(0, 0, 1));
                Refused(t => t[key] = value.unsqueeze(0));
                Refused(t => t[key] = value.to(ScalarType.Byte));
                Refused(t => t[key] = value.full_like(float.NaN));
                Refused(t => t[key] = value.full_like(float.PositiveInfinity));
            }
            if (tensors.Count > 0 && !name.StartsWith("SGD", StringComparison.Ordinal)) Refused(t => t.Remove("optimizer/1/" + First(t)));
            Refused(t => t["optimizer/2/momentum_buffer"] = zeros(2, 3));
            Refused(t => t["optimizer/0/unheard"] = zeros(2, 3));
            Refused(_ => { }, m => m with { Kind = "LBFGS" });
            Refused(_ => { }, m => m with { Kind = null! });
            Refused(_ => { }, m => m with { Groups = null });
            Refused(_ => { }, m => m with { Groups = [.. m.Groups!, .. m.Groups!] });
            Refused(_ => { }, m => m with { Groups = [null!] });
            Refused(_ => { }, m => m with { Groups = [new OptimizerGroup(null, null)] });
            Refused(_ => { }, m => m with { Numbers = null });
            Refused(_ => { }, m => m with { Numbers = [m.Numbers![0]] });
            foreach (var option in saved.Manifest.Groups![0].Options!.Keys)
            {
                Refused(_ => { }, m => With(m, option, double.NaN));
                // Some have no limit.
                using var second = Kinds[name](Copies(parameters));
                using var endless =
                    OptimizerStates.Read("a.checkpoint", With(saved.Manifest, option, double.PositiveInfinity), tensors, second);
                endless.GiveTo(second);
            }
            foreach (var number in saved.Manifest.Numbers![0].Keys)
            {
                foreach (var value in new[] { -1, double.NaN, 1e300 })
                {
                    Refused(_ => { }, m => m with { Numbers = [m.Numbers![0], Changed(m.Numbers[1], number, value)] });
                }
            }

            void Refused(Action<Dictionary<string, Tensor>> edit, Func<OptimizerManifest, OptimizerManifest>? manifest = null)
            {
                var edited = new Dictionary<string, Tensor>(tensors);
                edit(edited);
                using var second = Kinds[name](Copies(parameters));
                var before = OptimizerStates.Bytes(second);
                var failure = Assert.Throws<InvalidDataException>(
                    () => OptimizerStates.Read("a.checkpoint", manifest?.Invoke(saved.Manifest) ?? saved.Manifest, edited, second));
                Assert.Contains("'a.checkpoint'", failure.Message, StringComparison.Ordinal);
                Assert.Equal(before, OptimizerStates.Bytes(second));
            }
        }
    }

    [Fact]
    public void No_data_is_read_of_what_has_another_form()
    {
        var (first, parameters) = Trained("Adam");
        using (first)
        {
            using var saved = SavedOptimizer.Of(first);
            var entries = saved.Tensors.ToDictionary(t => t.Name, t => (t.Tensor.dtype, t.Tensor.shape));
            entries["optimizer/1/exp_avg_sq"] = (float32, [5]);
            using var second = Kinds["Adam"](Copies(parameters));
            Assert.Throws<InvalidDataException>(
                () => SavedOptimizer.Read("a", saved.Manifest, entries, name => throw new FuseException(), second));
        }
    }

    private static string First(Dictionary<string, Tensor> tensors) => tensors.Keys.First().Split('/')[^1];

    private static OptimizerManifest With(OptimizerManifest manifest, string option, double value) => manifest with
    {
        Groups = [manifest.Groups![0] with { Options = Changed(manifest.Groups[0].Options!, option, value) }],
    };

    private static Dictionary<string, double> Changed(IReadOnlyDictionary<string, double> numbers, string name, double value) =>
        new(numbers) { [name] = value };

    private static (OptimizerHelper Optimizer, Parameter[] Parameters) Trained(string name)
    {
        Parameter[] parameters = [new Parameter(arange(6, float32).reshape(2, 3)), new Parameter(ones(4))];
        var optimizer = Kinds[name](parameters);
        for (var step = 1; step <= 3; step++)
        {
            foreach (var parameter in parameters) parameter.grad = full_like(parameter, 0.1 * step);
            optimizer.step();
        }
        foreach (var group in optimizer.ParamGroups) group.LearningRate *= 0.5;
        return (optimizer, parameters);
    }

    private static Parameter[] Copies(IEnumerable<Parameter> parameters) => [.. parameters.Select(p => new Parameter(p.detach().clone()))];
}
