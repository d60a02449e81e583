namespace HierKD.Tests.Run;

/// <summary>Who teaches the student in the fine-tuning phase, as the distillation loss sees it: one batch, no joint phase.</summary>
public sealed class FineTuneTeacherTests : RunTest
{
    [Theory]
    [InlineData(FineTuneTeacher.Ladder, "assistant 1")]
    [InlineData(FineTuneTeacher.Original, "original")]
    [InlineData(FineTuneTeacher.Ensemble, "ensemble")]
    public void The_loss_sees_the_teachers_output(FineTuneTeacher teacher, string name)
    {
        var (pairs, reports, expected) = Run(teacher, weight: 0.4);
        Assert.Equal(2, pairs.Count);
        Assert.All(pairs, pair => TensorAssert.Close(expected, pair.Teacher, 1e-5));
        Assert.All(pairs, pair => Assert.Equal((true, false), (pair.StudentHasGradient, pair.TeacherHasGradient)));
        Assert.NotEmpty(reports);
        Assert.All(reports, r => Assert.Equal(name, r.Teacher));
        Assert.All(reports, r => Assert.True(r.Losses.Single().Distillation > 0));
    }

    [Theory]
    [InlineData(FineTuneTeacher.None, 0.4)]
    [InlineData(FineTuneTeacher.Ladder, 0)]
    [InlineData(FineTuneTeacher.Ensemble, 0)]
    public void Without_a_teacher_the_task_counts_alone(FineTuneTeacher teacher, double weight)
    {
        var (pairs, reports, _) = Run(teacher, weight);
        Assert.Empty(pairs);
        Assert.NotEmpty(reports);
        Assert.All(reports, r => Assert.Null(r.Teacher));
        Assert.All(reports, r => Assert.Equal((0, r.Losses[0].Task), (r.Losses[0].Distillation, r.Losses[0].Total)));
    }

    private (List<(Tensor Student, Tensor Teacher, bool StudentHasGradient, bool TeacherHasGradient)> Pairs,
        List<PruningProgress> Reports, double[] Expected) Run(FineTuneTeacher teacher, double weight)
    {
        // Every level measures the same, so that no teacher is passed.
        var task = new PruningTask((output, y) => nn.functional.cross_entropy(output, y), (_, _) => 0.5, "even");
        var distillation = new RecordingDistillation();
        var recorder = new Recorder();
        var data = new PruningData(TrainSet.Batches(96), ValidationSet.Batches(64));
        using var result = HierarchicalPruner.Run(TrainedNet(), data, Quick with
        {
            Task = task,
            Distillation = new() { Loss = distillation, Weight = weight },
            Training = Quick.Training with
            {
                Joint =
                Quick.Training.Joint with { Epochs = 0 },
                FineTuning = Quick.Training.FineTuning with { Teacher = teacher }
            },
        }, recorder);
        foreach (var (student, taught, _, _) in distillation.Pairs)
        {
            Own(student);
            Own(taught);
        }

        var original = Output(TrainedNet());
        var path = TemporaryFile("assistant.hierkd");
        result.Save(path, "assistant 1");
        var assistant = Output(Own(SlimModel.Load(path, () => new TinyNet())));
        Assert.True(original.Zip(assistant).Max(o => Math.Abs(o.First - o.Second)) > 0.1);
        // The largest level has not been trained: it is the original.
        var expected = teacher switch
        {
            FineTuneTeacher.Ladder => assistant,
            FineTuneTeacher.Ensemble => original.Zip(assistant).Select(o => (2 * o.First + o.Second) / 3).ToArray(),
            _ => original,
        };
        return (distillation.Pairs, recorder.Reports, expected);
    }

    private double[] Output(TinyNet net)
    {
        using var scope = NewDisposeScope();
        using var quiet = no_grad();
        net.eval();
        return TensorAssert.Values(net.call(TrainSet.Inputs));
    }
}
