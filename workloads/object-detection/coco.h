/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The 80 classes of MS COCO in the order that YOLOv5 numbers them. */
#ifndef EDGETOP_OBJECT_DETECTION_COCO_H
#define EDGETOP_OBJECT_DETECTION_COCO_H

enum { COCO_CLASSES = 80 };

extern const char *const coco_labels[COCO_CLASSES];

#endif
