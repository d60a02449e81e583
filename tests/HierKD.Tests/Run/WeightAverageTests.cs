using System.Runtime.InteropServices;
using TorchSharp.Modules;

namespace HierKD.Tests.Run;

/// <summary>The moving average of the fine-tuned student's weights.</summary>
public sealed class WeightAverageTests : RunTest
{
    [Fact]
    public void A_level_moves_a_part_of_the_way_and_takes_whole_numbers_over()
    {
        using var scope = NewDisposeScope();
        using var session = HierarchicalPruner.Start(TrainedNet(), TrainSet.Inputs[..8]);
        using var average = session.Cut(session.Student);
        using var student = average.Copy();
        var before = average.Values.Select(v => TensorAssert.Values(v)).ToArray();
        using (no_grad())
        {
            foreach (var value in student.Values) value.add_(value.is_floating_point() ? 2 : 7);
        }
        average.MoveTowards(student, 0.25);
        Assert.Contains(average.Values, v => !v.is_floating_point());
        for (var i = 0; i < before.Length; i++)
        {
            var way = average.Values[i].is_floating_point() ? 0.5 : 7;
            TensorAssert.Close(before[i].Select(v => v + way).ToArray(), average.Values[i], 1e-6);
        }
    }

    [Fact]
    public void The_average_over_the_steps_is_measured_and_taken()
    {
        var oneShot = Quick with
        {
            Training = Quick.Training with
            {
                Joint =
            Quick.Training.Joint with { Epochs = 0 },
                FineTuning = Quick.Training.FineTuning with { Epochs = 0 }
            }
        };
        var start = TrainedNet();
        using (HierarchicalPruner.Run(start, Data(), oneShot)) { }

        List<byte[]> measured = [];
        var net = TrainedNet();
        var task = new PruningTask((output, y) => nn.functional.cross_entropy(output, y), (output, _) =>
        {
            measured.Add(TensorAssert.Bits(output));
            return measured.Count;
        }, "rising");
        using (HierarchicalPruner.Run(net, Data(), oneShot with
        {
            Task = task,
            Training = oneShot.Training with
            {
                FineTuning = oneShot.Training.FineTuning with { Epochs = 1, WeightAverage = 0.5 },
                Optimizer = (parameters, rate) => new Steady(parameters, rate),
            },
        })) { }

        // Three steps of 1: halfway to 1 is 0.5, from there to 2 1.25, from there to 3 2.125.
        var (first, last) = (ModelBits.Of(start), ModelBits.Of(net));
        foreach (var (name, _) in net.named_parameters())
        {
            TensorAssert.Close(Floats(first, name).Select(v => v + 2.125).ToArray(), Floats(last, name), 1e-5, name);
        }
        Assert.Equal(measured[^1], OrdinaryTraining.OutputBits(net, ValidationSet.Inputs));
        Assert.Equal(
            MemoryMarshal.Read<long>(first["features.1.num_batches_tracked"]) + 3,
            MemoryMarshal.Read<long>(last["features.1.num_batches_tracked"]));
    }

    private static double[] Floats(SortedDictionary<string, byte[]> bits, string name) =>
        MemoryMarshal.Cast<byte, float>(bits[name]).ToArray().Select(v => (double)v).ToArray();

    /// <summary>Adds 1 to everything, whatever the gradients.</summary>
    private sealed class Steady(IEnumerable<Parameter> trained, double rate) : SGD(trained, rate)
    {
        public override Tensor step(Func<Tensor>? closure = null)
        {
            using var quiet = no_grad();
            foreach (var parameter in parameters()) parameter.add_(1);
            return null!;
        }
    }
}
