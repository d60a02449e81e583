using HierKD.Tests.Run;

namespace HierKD.Tests.Checkpoints;

/// <summary>A model in double precision with frozen parameters, a layer held in evaluation mode and buffers of its own.</summary>
public sealed class ResumeModelTests : ResumeTest
{
    [Theory]
    [InlineData(PruningPhase.Joint, 2)]
    [InlineData(PruningPhase.FixedMasks, 2)]
    [InlineData(PruningPhase.FineTune, 2)]
    public void A_resumed_run_gives_the_same_bits(PruningPhase phase, int epoch) => RequireSame(Everything, (phase, epoch));

    [Fact]
    public void What_is_frozen_stays_as_it_is()
    {
        var (student, _, _) = Prune(Everything);
        foreach (var key in new[] { "features.0.bias", "scale", "flags" }) Assert.Equal(ModelBits.Of(Model())[key], student[key]);
    }

    protected override nn.Module<Tensor, Tensor> Model()
    {
        var net = TinyNet.Seeded(dropout: 0.3);
        net.register_buffer("scale", tensor(new[] { 0.5, -2 }));
        net.register_buffer("flags", tensor(new[] { true, false, true }));
        net.to(ScalarType.Float64);
        PeculiarState.Give(net);
        return Own(net);
    }

    protected override PruningData Source()
    {
        var (train, validation) = (Own(TrainSet.Inputs.to(ScalarType.Float64)), Own(ValidationSet.Inputs.to(ScalarType.Float64)));
        return new(new TensorBatches(train, TrainSet.Labels, 32, shuffleSeed: 3), new TensorBatches(validation, ValidationSet.Labels, 64));
    }
}
