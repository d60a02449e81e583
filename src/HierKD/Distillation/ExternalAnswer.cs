using static TorchSharp.torch;

namespace HierKD;

/// <summary>What a teacher from outside says, checked: it is the user's own.</summary>
internal static class ExternalAnswer
{
    /// <summary>The teacher's outputs, as many as are distilled.</summary>
    /// <exception cref="InvalidOperationException">There are too few, or one is null.</exception>
    public static IReadOnlyList<Tensor> Of(IExternalTeacher teacher, PruningBatch batch, int outputs)
    {
        var answer = teacher.Teach(batch);
        if (answer is not null && answer.Count >= outputs && answer.All(a => a is not null)) return [.. answer.Take(outputs)];
        throw new InvalidOperationException(
            $"The external teacher '{teacher.Name}' gave {(answer is null ? "null" : ModelInputs.Text(answer))}; it must give the " +
            $"{outputs} outputs of the model, in its order.");
    }

    /// <exception cref="ArgumentException">An answer has another shape than the model's output.</exception>
    public static IReadOnlyList<Tensor> RequireShapes(
        IExternalTeacher? teacher, IReadOnlyList<Tensor> answers, IReadOnlyList<Tensor> outputs)
    {
        if (teacher is null || answers.Zip(outputs).All(p => p.First.shape.SequenceEqual(p.Second.shape))) return answers;
        throw new ArgumentException(
            $"The external teacher '{teacher.Name}' gives {ModelInputs.Text(answers)}, and the model {ModelInputs.Text(outputs)}: the " +
            "shapes must be the same. ExternalTeacher.Function can bring them into it.");
    }

    /// <summary>What the original gave is of no use where another teacher stands above it.</summary>
    /// <exception cref="ArgumentException">It was told all the same.</exception>
    public static void RequireOriginalOnTop(IExternalTeacher? teacher, bool isTold, string argument)
    {
        if (!isTold || teacher is null) return;
        throw new ArgumentException(
            $"The external teacher '{teacher.Name}' stands above the original: leave {argument} out. ExternalTeacher.Stored is for " +
            "answers that are known.",
            argument);
    }
}
