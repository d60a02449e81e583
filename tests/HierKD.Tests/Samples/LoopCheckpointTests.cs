using HierKD.Tests.Run;
using OwnTrainingLoop;
using TorchSharp.Modules;

namespace HierKD.Tests.Samples;

/// <summary>A loop of one's own that goes on from a checkpoint of samples/OwnTrainingLoop, written by the public API alone, is the one that was not interrupted.</summary>
public sealed class LoopCheckpointTests : RunTest
{
    [Fact]
    public void With_final_masks_the_loop_goes_on_bit_for_bit()
    {
        var path = TemporaryFile("loop.checkpoint");
        using var whole = new Loop(TrainedNet(), TrainSet);
        whole.Begin();
        whole.Train(1, 2);
        LoopCheckpoint.Save(path, "course", [0.5, 0.75], whole.Session, whole.Optimizer);
        whole.Train(3, 4);

        using var later = new Loop(TrainedNet(), TrainSet);
        later.Score();
        var checkpoint = LoopCheckpoint.Find(path, "course")!;
        Assert.Equal([0.5, 0.75], checkpoint.History);
        checkpoint.RestoreTo(later.Session, later.Masks, later.Optimizer);
        Assert.All(whole.Session.Levels.Zip(later.Session.Levels), l => Assert.Equal(Kept(l.First), Kept(l.Second)));
        later.Train(3, 4);
        Assert.All(whole.Session.Parameters().Zip(later.Session.Parameters()), p => Assert.Equal(p.First.bytes.ToArray(), p.Second.bytes.ToArray()));
    }

    [Fact]
    public void The_pruner_selects_by_itself_again_after_masks_were_restored()
    {
        using var loop = new Loop(TrainedNet(), TrainSet);
        loop.Begin();
        var selected = Kept(loop.Session.Student);
        var others = loop.Session.Levels.Select(level => FilterMask.Of(level.Mask.Graph, level.Mask.Graph.Groups.Select(g => Enumerable.Range(0, g.Filters).Select(f => f < level.Mask.KeptFilters(g).Length)))).ToArray();
        loop.Masks.Restore(loop.Session, others);
        Assert.True(loop.Session.Student.Mask.SameAs(others[0]));
        loop.Session.UpdateMasks();
        Assert.Equal(selected, Kept(loop.Session.Student));
    }

    [Fact]
    public void There_may_be_none() => Assert.Null(LoopCheckpoint.Find(TemporaryFile("none"), "course"));

    [Fact]
    public void One_of_another_training_is_refused()
    {
        var path = TemporaryFile("loop.checkpoint");
        using var loop = new Loop(TrainedNet(), TrainSet);
        LoopCheckpoint.Save(path, "seed 1", [], loop.Session, loop.Optimizer);
        var failure = Assert.Throws<InvalidDataException>(() => LoopCheckpoint.Find(path, "seed 2"));
        Assert.Contains("seed 1; this one is seed 2", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else altogether, long enough for a header")]
    public void Another_file_is_refused(string text)
    {
        var path = TemporaryFile("loop.checkpoint");
        File.WriteAllText(path, text);
        var failure = Assert.Throws<InvalidDataException>(() => LoopCheckpoint.Find(path, "course"));
        Assert.Contains("is no checkpoint of this sample", failure.Message, StringComparison.Ordinal);
    }

    private static string Kept(Level level) => string.Join(";", level.Mask.Graph.Groups.Select(g => string.Join(",", level.Mask.KeptFilters(g))));

    private sealed class Loop : IDisposable
    {
        private readonly Patterns _data;

        public Loop(TinyNet model, Patterns data)
        {
            _data = data;
            Session = HierarchicalPruner.Start(model, data.Inputs[..4], new() { Chain = TeacherChain.Default(0.6), Pruner = Masks });
            Optimizer = optim.SGD(Session.Parameters(), 0.02, momentum: 0.9, nesterov: true);
        }

        public RestorableMasks Masks { get; } = new(Pruner.GlobalThreshold());

        public PruningSession Session { get; }

        public SGD Optimizer { get; }

        public void Score()
        {
            foreach (var (x, y) in _data.Batches(32, 3)) Session.ScoreOriginal(x, y);
        }

        public void Begin()
        {
            Score();
            Session.UpdateMasks();
        }

        public void Train(params int[] epochs)
        {
            foreach (var epoch in epochs)
            {
                foreach (var (x, y) in new TensorBatches(_data.Inputs, _data.Labels, 32, shuffleSeed: 3).Epoch(epoch))
                {
                    using var scope = NewDisposeScope();
                    Session.ZeroGrad();
                    Session.Backward(x, y, score: false);
                    Optimizer.step();
                }
            }
        }

        public void Dispose()
        {
            Optimizer.Dispose();
            Session.Dispose();
        }
    }
}
