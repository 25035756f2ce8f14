"""What was saved, and linked to, before names changed still opens, and answers as it did."""

import json
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import nncore
from nncore.experiment import FORMER_NAMES
from nncore.files.checkpoints import load_checkpoint
from nncore.files.handwriting import read_handwriting
from nncore.files.links import QUICK_1, from_link
from nncore.runs.start import resume
from nncore.schedules import Plan

SAVED = Path(__file__).with_name("saved_with_former_names.npz")  # one of two epochs of LINKED, with its checkpoint
LINKED = nncore.Experiment(hidden=(2,), epochs=2, training_images=300, batch_size=50, stroke_width_share=0.2, template_share=0.1,
                           scribble_share=0.05, dropout=0.1, batch_norm=True, shift=1.0, patience=5, average=0.9)
LINK = ('{"hidden":[2],"batch_norm":true,"dropout":0.1,"batch_size":50,"epochs":2,"average":0.9,"patience":5,'
        '"training_images":300,"shift":1.0,"pen":0.2,"drawn":0.1,"scribbles":0.05}')
REMEMBERED = [  # what it said, before, to the first two test digits
    [0.1059, 0.0975, 0.0904, 0.1099, 0.0985, 0.0958, 0.1011, 0.0993, 0.0911, 0.1106],
    [0.0731, 0.1098, 0.0972, 0.0893, 0.1072, 0.1029, 0.1092, 0.0903, 0.1302, 0.0907]]
KEPT = Path(__file__).with_name("saved")  # one file of each form that files have had; 4, with a checkpoint, is SAVED
PLAIN = nncore.Experiment(hidden=(2,), epochs=2, learning_rate=0.02, batch_size=50, batch_norm=True, seed=3)
FORMS = {  # its settings, and what it said to the first test digit when it was saved
    "1_parameters": (replace(PLAIN, batch_norm=False),
                     [0.0742, 0.1277, 0.0775, 0.0870, 0.0601, 0.0720, 0.1411, 0.1159, 0.1020, 0.1425]),
    "2_statistics": (PLAIN, [0.0805, 0.1367, 0.0814, 0.0939, 0.0635, 0.0694, 0.1114, 0.1162, 0.1098, 0.1373]),
    "3_float16": (PLAIN, [0.0804, 0.1367, 0.0813, 0.0939, 0.0635, 0.0693, 0.1114, 0.1163, 0.1098, 0.1373]),
    "3_int8": (PLAIN, [0.0802, 0.1376, 0.0805, 0.0940, 0.0628, 0.0689, 0.1118, 0.1161, 0.1107, 0.1373]),
    "5_plan": (PLAIN, [0.0800, 0.1210, 0.0821, 0.0919, 0.0654, 0.0737, 0.1273, 0.1158, 0.1098, 0.1329]),
}
# Test digits of which the shipped networks give two to four opinions, none of them by less than 10 % of the probability
DISPUTED = [1101, 1433, 3503, 3853, 4078, 5165, 6157, 7432, 8339, 9634]
ANSWERS = {  # of the shipped networks: how many of the 10,000 test digits they read right, and what they say to the disputed
    "best": (9953, "8896909780"), "quick": (9877, "8816309780"), "batchnorm-30": (8872, "2115200148"),
    "batchnorm-30-relu": (8972, "2115208148"), "single-hidden": (9040, "2355300263"), "modular-128-64": (9328, "3115355263"),
    "tiny-10": (9250, "2135700263"), "linear-hidden": (9179, "2115730263"), "layers-64-32": (9719, "8812309387"),
}


@pytest.mark.parametrize("name", nncore.recipes())
def test_a_shipped_network_answers_as_ever(digits, name):
    """Of 10,000 test digits it reads as many right as when it was made, and its answers to ten hard ones are the same."""
    network, _ = nncore.load(nncore.recipes()[name].file)
    answers = network.predict(nncore.as_inputs(digits.test.images)).argmax(axis=1)  # (10000,)
    assert (int((answers == digits.test.labels).sum()), "".join(map(str, answers[DISPUTED]))) == ANSWERS[name]


def test_a_file_with_former_names_opens(digits):
    """Its settings have the names of now, and the network answers with the probabilities that it had when it was saved."""
    with zipfile.ZipFile(SAVED) as archive, archive.open("experiment.npy") as file:
        assert set(FORMER_NAMES) <= set(json.loads(str(np.lib.format.read_array(file))))
    network, experiment = nncore.load(SAVED)
    assert experiment == LINKED
    probabilities = network.predict(nncore.as_inputs(digits.test.images[:2]))
    np.testing.assert_allclose(probabilities, REMEMBERED, atol=1e-4)


@pytest.mark.parametrize("form", FORMS)
def test_a_file_of_each_form_opens(digits, form):
    """One file of each form that files have had: its settings and its answer are those that it was saved with."""
    settings, remembered = FORMS[form]
    network, experiment = nncore.load(KEPT / f"{form}.npz")
    assert experiment == settings
    np.testing.assert_allclose(network.predict(nncore.as_inputs(digits.test.images[:1])), [remembered], atol=1e-4)


def test_a_run_that_was_saved_with_its_plan_goes_on(digits):
    """Its checkpoint is that of the first of two epochs, and from it the second is trained."""
    checkpoint = load_checkpoint(KEPT / "5_plan.npz")
    assert (checkpoint.epoch, checkpoint.plan) == (1, Plan(2.0))
    events = resume(checkpoint, digits.train[:600], PLAIN).events()
    assert [event.epoch for event in events if isinstance(event, nncore.Epoch)] == [2]


def test_a_handwriting_set_of_before_opens(digits):
    """Five digits that the first version kept are those that they were."""
    with (KEPT / "handwriting.npz").open("rb") as file:
        kept = read_handwriting(file)
    np.testing.assert_array_equal(kept.images, digits.test.images[:5])
    np.testing.assert_array_equal(kept.labels, digits.test.labels[:5])


def test_a_run_that_was_saved_with_former_names_goes_on(digits):
    """Its checkpoint is taken over whole, every stream of random numbers with it, and one more epoch is trained."""
    checkpoint = load_checkpoint(SAVED)
    assert (checkpoint.epoch, checkpoint.steps, checkpoint.best[1]) == (1, 6, 1)
    training = resume(checkpoint, digits.train[:1000], LINKED)
    again = training.checkpoint()
    assert again.random == checkpoint.random
    for name in ("network", "average"):
        np.testing.assert_array_equal(getattr(again, name).parameters, getattr(checkpoint, name).parameters)
    assert [event.epoch for event in training.events() if isinstance(event, nncore.Epoch)] == [2]


def test_a_link_with_former_names_and_plain_numbers_opens():
    """A link whose values are JSON's own, under the names that were, gives the settings that it gave; so does a link of texts."""
    assert from_link(LINK) == LINKED
    short = '{"learning_rate":0.1,"hidden":[32],"pen":0.2,"drawn":0.1,"scribbles":0.05}'
    assert from_link(short) == nncore.Experiment(learning_rate=0.1, hidden=(32,), stroke_width_share=0.2, template_share=0.1,
                                                 scribble_share=0.05)
    texts = '{"learning_rate":"0.1","hidden":"32","patience":"never"}'
    assert from_link(texts) == nncore.Experiment(learning_rate=0.1, hidden=(32,))


@pytest.mark.parametrize(("link", "base"), [("default", nncore.Experiment()), ("quick", QUICK_1), ("quick1", QUICK_1)])
def test_a_link_that_begins_from_a_name_opens(link, base):
    """Each name that links have begun from, also one that they use no more, stands for what it stood for."""
    assert from_link(link) == base
    assert from_link(f"{link},epochs:3,hidden:64-32,clip_norm:none") == replace(base, epochs=3, hidden=(64, 32))
