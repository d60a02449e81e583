using HierKD.Models;

namespace HierKD.Tests;

public sealed class GoogLeNetTests : ScopedTest
{
    [Fact]
    public void Auxiliary_logits_are_the_reference()
    {
        var reference = NetworkReference.Of("googlenet");
        using var model = new GoogLeNet();
        HashedWeights.Fill(model);
        model.eval();
        using var quiet = no_grad();

        var (logits, aux2, aux1) = model.ForwardWithAuxiliaries(HashedWeights.Sample(reference.Input));

        ReferenceTests.Relative(reference.Logits, logits.flatten().narrow(0, 0, 10), "logits");
        ReferenceTests.Relative(reference.More!["aux1"], aux1.flatten().narrow(0, 0, 10), "aux1");
        ReferenceTests.Relative(reference.More["aux2"], aux2.flatten().narrow(0, 0, 10), "aux2");
    }

    [Fact]
    public void In_training_the_three_logits_depend_on_every_parameter()
    {
        random.manual_seed(7);
        using var model = new GoogLeNet(classes: 5, width: 0.25);

        var (logits, aux2, aux1) = model.ForwardWithAuxiliaries(randn(4, 3, 64, 64));
        (logits.square().sum() + (0.3 * aux2.square().sum()) + (0.3 * aux1.square().sum())).backward();

        Assert.All(model.named_parameters(), p => Assert.True(p.parameter.grad is { } g && g.abs().max().item<float>() > 0, p.name));
    }

    [Fact]
    public void Without_auxiliary_classifiers_only_their_state_is_missing()
    {
        using var model = new GoogLeNet(aux_logits: false);

        var expected = NetworkReference.Of("googlenet").State.Keys.Where(k => !k.StartsWith("aux", StringComparison.Ordinal));

        Assert.Equal(expected.Order(StringComparer.Ordinal), model.state_dict().Keys.Order(StringComparer.Ordinal));
        Assert.Throws<InvalidOperationException>(() => model.ForwardWithAuxiliaries(zeros(1, 3, 64, 64)));
    }
}
