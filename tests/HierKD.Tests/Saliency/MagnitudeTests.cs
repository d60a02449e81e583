using static TorchSharp.torch.nn;

namespace HierKD.Tests;

public sealed class MagnitudeTests : ScopedTest
{
    [Theory]
    [InlineData(1, new[] { 7.0, 3.0, 0.0 })]
    [InlineData(2, new[] { 5.0, 3.0, 0.0 })]
    public void It_is_the_norm_of_a_filters_own_weights(int p, double[] expected)
    {
        using var model = Sequential(("a", Linear(1, 2)), ("b", Linear(2, 3)), ("c", Linear(3, 1)));
        using (no_grad()) model.get_parameter("b.weight")!.copy_(tensor(new[] { 3f, -4f, -3f, 0f, 0f, 0f }).reshape(3, 2));
        Assert.Equal(expected, Scores(model, ones(2, 1), p));
    }

    [Fact]
    public void A_transposed_convolutions_filters_lie_on_its_second_axis()
    {
        using var model = Sequential(
            ("a", Conv2d(1, 2, kernel_size: 1)), ("b", ConvTranspose2d(2, 3, kernel_size: 1)), ("c", Conv2d(3, 1, kernel_size: 1)));
        using (no_grad()) model.get_parameter("b.weight")!.copy_(tensor(new[] { 1f, -2f, 3f, 10f, 20f, -30f }).reshape(2, 3, 1, 1));
        Assert.Equal([11, 22, 33], Scores(model, ones(2, 1, 4, 4), 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Another_norm_is_refused(int p)
    {
        var failure = Assert.Throws<ArgumentOutOfRangeException>("p", () => Saliency.Magnitude(p));
        Assert.Equal(p, failure.ActualValue);
    }

    private static double[] Scores(nn.Module<Tensor, Tensor> model, Tensor input, int p)
    {
        using var session = HierarchicalPruner.Start(model, input, new()
        {
            Chain = TeacherChain.Explicit(0.3),
            Task = new((output, _) => output.square().mean(), (_, _) => 0, "none"),
            Scorer = Saliency.Magnitude(p),
        });
        session.Backward(input, zeros(1));
        return session.Student.Scores.Read(session.Student.Mask)[session.Graph.Groups.Single()].Select(s => (double)s).ToArray();
    }
}
