namespace HierKD.Tests.Run;

/// <summary>Fine-tuning with a metric that the test dictates: what is kept, who teaches, when it ends.</summary>
public sealed class BestEpochTests : RunTest
{
    private readonly List<(int Epoch, byte[] Output)> _measured = [];
    private int _fineTuned;

    [Fact]
    public void The_weights_of_the_best_epoch_are_kept()
    {
        var (net, result, _) = Run(epochs: 4, patience: null, metrics: [0.3, 0.9, 0.5, 0.4]);
        using (result)
        {
            var output = OrdinaryTraining.OutputBits(net, ValidationSet.Inputs);
            Assert.Equal(0.9, result.Report.Student.Metric);
            Assert.Equal(_measured.Last(m => m.Epoch == 2).Output, output);
            Assert.NotEqual(_measured.Last(m => m.Epoch == 4).Output, output);
        }
    }

    [Fact]
    public void The_student_of_the_joint_phase_is_kept_if_no_epoch_is_better()
    {
        var (net, result, _) = Run(epochs: 2, patience: null, metrics: [0.05, 0.1]);
        using (result)
        {
            Assert.Equal(0.1, result.Report.Student.Metric);
            // After the joint phase the levels are measured from the largest down: the student is the last.
            Assert.Equal(_measured.Last(m => m.Epoch == 0).Output, OrdinaryTraining.OutputBits(net, ValidationSet.Inputs));
        }
    }

    [Fact]
    public void A_metric_that_should_fall_is_best_where_it_is_least()
    {
        var (net, result, _) = Run(epochs: 3, patience: null, metrics: [0.02, 0.09, 0.3], higherIsBetter: false);
        using (result)
        {
            Assert.Equal(0.02, result.Report.Student.Metric);
            Assert.Equal(_measured.Last(m => m.Epoch == 1).Output, OrdinaryTraining.OutputBits(net, ValidationSet.Inputs));
        }
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 6)]
    public void Patience_ends_fine_tuning(int patience, int epochs)
    {
        var (_, result, reports) = Run(epochs: 8, patience, metrics: [0.3, 0.4, 0.4, 0.5, 0.2, 0.1, 0.9, 0.9]);
        using (result)
        {
            Assert.Equal(epochs, reports.Last().Epoch);
        }
    }

    [Fact]
    public void The_student_climbs_the_teachers_as_it_passes_them()
    {
        // Until it is fine-tuned everything measures 0.1, and an equal student has passed nobody.
        var (_, result, reports) = Run(epochs: 4, patience: null, metrics: [0.1, 0.05, 0.3, 0.2]);
        using (result)
        {
            Assert.Equal(
                [(1, "assistant 1"), (2, "assistant 1"), (3, "assistant 1"), (4, "original")],
                reports.Where(r => r.Phase == PruningPhase.FineTune).Select(r => (r.Epoch, r.Teacher!)).Distinct());
            Assert.All(reports.Where(r => r.Phase == PruningPhase.Joint), r => Assert.Null(r.Teacher));
        }
    }

    [Fact]
    public void Without_assistants_the_original_teaches_alone()
    {
        var (_, result, reports) = Run(epochs: 1, patience: null, metrics: [0.1], assistants: 0);
        using (result)
        {
            Assert.All(reports.Where(r => r.Phase == PruningPhase.FineTune), r => Assert.Equal("original", r.Teacher));
        }
    }

    /// <summary>The metric is 0.1 until fine-tuning, then that of its epoch in <paramref name="metrics"/>.</summary>
    private (TinyNet, PruningResult, List<PruningProgress>) Run(
        int epochs, int? patience, double[] metrics, bool higherIsBetter = true, int assistants = 2)
    {
        var task = new PruningTask(
            (output, y) => nn.functional.cross_entropy(output, y),
            (output, _) =>
            {
                _measured.Add((_fineTuned, TensorAssert.Bits(output)));
                return _fineTuned == 0 ? 0.1 : metrics[_fineTuned - 1];
            },
            "dictated", higherIsBetter);
        var recorder = new Recorder(p => _fineTuned = p.Phase == PruningPhase.FineTune ? p.Epoch : 0);
        var net = TrainedNet();
        var result = HierarchicalPruner.Run(net, Data(), Quick with
        {
            Task = task,
            Chain = TeacherChain.Uniform(0.6, assistants),
            Training = Quick.Training with { FineTuning = Quick.Training.FineTuning with { Epochs = epochs, Patience = patience } },
        }, recorder);
        return (net, result, recorder.Reports);
    }
}
