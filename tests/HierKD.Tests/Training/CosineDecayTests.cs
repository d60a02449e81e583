namespace HierKD.Tests.Training;

public sealed class CosineDecayTests
{
    [Theory]
    [InlineData(0, 0.4)]
    [InlineData(0.25, 0.34142135623730951)]
    [InlineData(0.5, 0.2)]
    [InlineData(0.75, 0.058578643762690495)]
    [InlineData(1, 0)]
    public void The_rate_falls_along_half_a_cosine(double progress, double rate)
    {
        using var layer = nn.Linear(2, 2);
        using var optimizer = optim.SGD(layer.parameters(), 0.4);
        var decay = new CosineDecay(optimizer);

        decay.Apply(0.9);
        decay.Apply(progress);

        Assert.Equal(rate, optimizer.ParamGroups.Single().LearningRate, 1e-12);
    }
}
