using TorchSharp.Modules;

namespace HierKD.LibTorch.Tests.Optimizers;

/// <summary>Steps an optimizer on given gradients and compares every step with an update rule written in plain arithmetic.</summary>
internal static class OptimizerRun
{
    public static readonly double[] Start = [0.5, -1.25, 2.0, 0.0];

    /// <param name="make">The optimizer under test, for one parameter.</param>
    /// <param name="rule">Maps (step from 1, index, weight, gradient) to the new weight; keeps its own state per index.</param>
    public static void Check(Func<Parameter, optim.Optimizer> make, Func<int, int, double, double, double> rule, int steps = 8)
    {
        using var parameter = new Parameter(tensor(Start));
        using var optimizer = make(parameter);
        var weights = (double[])Start.Clone();
        for (var step = 1; step <= steps; step++)
        {
            var gradients = Gradients(step);
            parameter.grad = tensor(gradients);
            optimizer.step();
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = rule(step, i, weights[i], gradients[i]);
            }
            TensorAssert.Equal(weights, parameter, 1e-12);
        }
    }

    /// <summary>Gradients that change sign and size, one of them always zero.</summary>
    private static double[] Gradients(int step) => [Math.Sin(step), 0.3 * step, -1.0 / step, 0];
}
