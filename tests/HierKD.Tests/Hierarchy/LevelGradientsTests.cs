namespace HierKD.Tests;

/// <summary>Whose gradients move what levels share.</summary>
public sealed class LevelGradientsTests : ScopedTest
{
    private static readonly SessionOptions Options = new()
    {
        Chain = TeacherChain.Explicit(0.6, 0.2),
        Distillation =
        new() { Teacher = LevelTeacher.NextLarger },
        Gradients = LevelGradients.SmallestLevel
    };

    [Theory]
    [InlineData(LevelExecution.Slim)]
    [InlineData(LevelExecution.Masked)]
    public void What_the_student_has_follows_the_student_and_the_rest_the_largest(LevelExecution execution)
    {
        // In every second step the student is alone, with the same teacher.
        var options = Options with { Execution = execution, Sampling = LevelSampling.Every(2) };
        var (smallest, student) = Gradients(options);
        var (sum, same) = Gradients(options with { Gradients = LevelGradients.Sum });
        var students = Students(options);
        Assert.Equal(sum.Length, students.Length);
        for (var i = 0; i < sum.Length; i++)
        {
            TensorAssert.Close(same[i], student[i], 1e-12);
            var expected = sum[i].Select((g, e) => students[i].Contains(e) ? student[i][e] : g).ToArray();
            TensorAssert.Close(expected, smallest[i], 1e-12);
        }
        Assert.Contains(students.Zip(sum), t => t.First.Count < t.Second.Length);
        Assert.DoesNotContain(smallest.Zip(sum), t => t.First.SequenceEqual(t.Second));
    }

    [Fact]
    public void Slim_and_masked_execution_give_the_same_gradients()
    {
        var (slim, masked) = (Gradients(Options).Both, Gradients(Options with { Execution = LevelExecution.Masked }).Both);
        foreach (var (expected, actual) in masked.Zip(slim)) TensorAssert.Close(expected, actual, 1e-10);
    }

    [Theory]
    [InlineData(PrivateParts.All)]
    [InlineData(PrivateParts.None)]
    public void Batches_add_up_and_parts_of_a_levels_own_follow_that_level(PrivateParts parts)
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = Start(model, Options with { Private = parts });
        session.Backward(model.X, model.Y);
        var once = Read(session.Parameters());
        session.Backward(model.X, model.Y);
        foreach (var (one, two) in once.Zip(Read(session.Parameters()))) TensorAssert.Close(one.Select(g => 2 * g).ToArray(), two, 1e-10);

        using var same = new SessionModel(ScalarType.Float64);
        using var summed = Start(same, Options with { Private = parts, Gradients = LevelGradients.Sum });
        summed.Backward(model.X, model.Y);
        foreach (var (level, other) in session.Levels.Zip(summed.Levels))
        {
            foreach (var (own, sum) in Read(level.Values.PrivateParameters).Zip(Read(other.Values.PrivateParameters)))
            {
                TensorAssert.Close(sum.Select(g => 2 * g).ToArray(), own, 1e-10);
            }
        }
    }

    [Fact]
    public void Gradients_of_earlier_batches_outlive_a_step_that_fails()
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = Start(model, Options);
        session.Backward(model.X, model.Y);
        var before = Read(session.Parameters());
        using var wrong = zeros([6, 5, 8, 8], ScalarType.Float64);
        Assert.ThrowsAny<Exception>(() => session.Backward(wrong, model.Y));
        Assert.Equal(before, Read(session.Parameters()));
    }

    [Fact]
    public void A_choice_that_does_not_exist_is_refused()
    {
        using var model = new SessionModel();
        Assert.Contains(
            "is 7, which is none of Sum, SmallestLevel",
            Assert.Throws<ArgumentException>("Gradients", () => model.Start(Options with { Gradients = (LevelGradients)7 })).Message,
            StringComparison.Ordinal);
    }

    /// <summary>The gradients of the shared parameters after a step in which both levels take part, and after one more.</summary>
    private static (double[][] Both, double[][] Next) Gradients(SessionOptions options)
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = Start(model, options);
        session.Backward(model.X, model.Y);
        var both = Read(session.Student.Values.SharedParameters);
        session.ZeroGrad();
        session.Backward(model.X, model.Y);
        return (both, Read(session.Student.Values.SharedParameters));
    }

    /// <summary>
    /// The elements of each shared parameter that the student has, by reading the elements' own numbers through its mask.
    /// </summary>
    private static HashSet<int>[] Students(SessionOptions options)
    {
        using var model = new SessionModel(ScalarType.Float64);
        using var session = Start(model, options);
        var values = session.Student.Values;
        var numbers = values.Values.Select(v => arange(v.numel(), ScalarType.Float64).reshape(v.shape)).ToArray();
        using var slim = new SlimWeights(session.Working.Tensors, numbers, session.Student.Mask.ToSelection());
        return [.. Enumerable.Range(0, numbers.Length)
            .Where(i => !values.IsPrivate(i))
            .Select(i => TensorAssert.Values(slim.Read(i)).Select(v => (int)v).ToHashSet())];
    }

    private static PruningSession Start(SessionModel model, SessionOptions options)
    {
        var session = model.Start(options);
        session.ScoreOriginal(model.X, model.Y);
        session.UpdateMasks();
        return session;
    }

    private static double[][] Read(IEnumerable<TorchSharp.Modules.Parameter> parameters) =>
        parameters.Select(p => p.grad is { } g ? TensorAssert.Values(g) : new double[p.numel()]).ToArray();
}
