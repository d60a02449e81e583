using FsCheck.Xunit;
using static TorchSharp.torch.nn;

namespace HierKD.Tests;

/// <summary>The Taylor criterion, against numbers computed by hand and against finite differences of the filter's own parameters.</summary>
public sealed class TaylorTests : ScopedTest
{
    [Theory]
    // One input 1; b gives (1*2 + 1, 1*-1 + 3) = (3, 2), c reads them with 1 and 2: output 7, d loss = 2 * 7 = 14.
    // Filter 0: weight 2 with gradient 14, bias 1 with gradient 14. Filter 1: weight -1 and bias 3 with gradient 28.
    [InlineData(TaylorForm.Absolute, new[] { 42.0, 56.0 })]
    [InlineData(TaylorForm.Squared, new[] { 1764.0, 3136.0 })]
    [InlineData(TaylorForm.AbsolutePerWeight, new[] { 42.0, 112.0 })]
    [InlineData(TaylorForm.SquaredPerWeight, new[] { 980.0, 7840.0 })]
    public void Every_form_has_its_sum(TaylorForm form, double[] expected)
    {
        using var model = Sequential(("a", Linear(1, 1)), ("b", Linear(1, 2)), ("c", Linear(2, 1)));
        ScorerPass.Set(model, "a.weight", 1);
        ScorerPass.Set(model, "a.bias", 0);
        ScorerPass.Set(model, "b.weight", 2, -1);
        ScorerPass.Set(model, "b.bias", 1, 3);
        ScorerPass.Set(model, "c.weight", 1, 2);
        ScorerPass.Set(model, "c.bias", 0);
        Assert.Equal(expected, ScorerPass.OfOnlyGroup(Saliency.Taylor(form), model, ones(1, 1)));
    }

    public static TheoryData<string> Networks => [
        "vgg", "cifar resnet", "bottleneck resnet", "resnext", "mobilenet v2", "densenet", "convnext", "own scale",
        "grouped transposed convolution", "flatten"
    ];

    [Theory]
    [MemberData(nameof(Networks))]
    public void It_is_the_slope_of_the_loss_when_all_of_a_filters_parameters_grow_together(string name)
    {
        using var network = new DenseNetwork(name);
        var mask = FilterMask.Full(network.Graph);
        var scores = ScorerPass.Of(Saliency.Taylor(TaylorForm.Absolute), network, LevelExecution.Slim, mask);
        var squares = ScorerPass.Of(Saliency.Taylor(TaylorForm.Squared), network, LevelExecution.Slim, mask);
        foreach (var group in network.Graph.Groups.Where(g => g.Index % Math.Max(1, network.Graph.Groups.Count / 4) == 0))
        {
            TensorAssert.Close(
                scores[group.Index].square(), squares[group.Index], 1e-9 * Math.Max(1, squares[group.Index].max().ToDouble()), group.Name);
            foreach (var filter in new[] { 0, group.Filters - 1 })
            {
                const double h = 1e-7;
                var slope = (LossWith(name, group, filter, 1 + h) - LossWith(name, group, filter, 1 - h)) / (2 * h);
                var score = scores[group.Index][filter].ToDouble();
                Assert.True(
                    Math.Abs(Math.Abs(slope) - score) <= 1e-4 * Math.Max(1, score),
                    $"{group.Name}, filter {filter}: slope {slope}, score {score}");
            }
        }
    }

    [Fact]
    public void In_masked_execution_a_filter_that_is_off_has_none()
    {
        using var network = new DenseNetwork("vgg");
        var mask = network.MaskOfGates(seed: 4);
        var scores = ScorerPass.Of(Saliency.Taylor(), network, LevelExecution.Masked, mask, FilterMask.Full(network.Graph));
        foreach (var group in network.Graph.Groups)
        {
            var values = TensorAssert.Values(scores[group.Index]);
            Assert.All(mask[group].Zip(values), v => Assert.True(v.First || v.Second == 0));
            Assert.Contains(values, v => v > 0);
        }
    }

    [Fact]
    public void An_unknown_form_is_refused()
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>("form", () => Saliency.Taylor((TaylorForm)7));
        Assert.Contains("SquaredPerWeight", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>The loss of the whole network when everything of a filter but what reads it is multiplied by a factor.</summary>
    private static double LossWith(string name, FilterGroup group, int filter, double factor)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        using var plain = TestNetwork.Named(name).Create();
        plain.train();
        var parameters = plain.named_parameters().ToDictionary(p => p.name, p => p.parameter);
        foreach (var member in group.Members.Where(m => m.Role != ChannelRole.Consumer))
        {
            foreach (var slot in member.Target.Tensors.Where(t => !t.IsBuffer))
            {
                if ((member.Side == ChannelSide.Inputs ? slot.InputAxis : slot.OutputAxis) is not { } axis) continue;
                var parameter = parameters[ModelTensors.Key(member.Target, slot)];
                foreach (var position in member.PositionsOf([filter], slot, axis)) parameter.select(axis, position).mul_(factor);
            }
        }
        return DenseNetwork.Loss(plain.call(TestNetwork.Named(name).Input())).item<double>();
    }
}
